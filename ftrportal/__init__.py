"""The project: settings, organizations, the audit trail and what every app may use."""
