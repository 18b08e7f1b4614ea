"""`python -m devstack.simulated_aws --port P`."""

from devstack.simulated_aws.server import main

if __name__ == "__main__":
    main()
