"""The demo organization's people. Production settings cannot import this package: the password opens nothing else."""

DEMO_ORGANIZATION = "Northwind Analytics"
DEMO_EMAIL = "demo@example.com"
DEMO_PASSWORD = "demo-portal-password"
DEMO_NAME = "Nadia Demo"
# E-mail, name, role; all with the demo password.
COLLEAGUES = (
    ("engineer@example.com", "Emil Engineer", "contributor"),
    ("reviewer@example.com", "Rosa Reviewer", "reviewer"),
)
