"""A page that plays the CloudFormation console's quick-create: what the portal's link leads to in `make run`."""
