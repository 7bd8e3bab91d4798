"""What managers, coaches and management follow up: reads both wings and changes neither."""
