"""`python -m ftrportal.devstack.aws --port P`."""

from ftrportal.devstack.aws.server import main

if __name__ == "__main__":
    main()
