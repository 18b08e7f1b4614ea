"""The demo organization's people. Only the development settings know this package, so the password opens nothing else."""

DEMO_ORGANIZATION = "Northwind Analytics"
DEMO_EMAIL = "demo@example.com"
DEMO_PASSWORD = "demo-portal-password"
DEMO_NAME = "Nadia Demo"
