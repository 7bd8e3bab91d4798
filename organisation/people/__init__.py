"""The administrator's pages about people, roles and the audit log."""
