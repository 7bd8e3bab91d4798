"""The second factor: codes from an app on a phone, recovery codes, and who is asked for one."""
