"""The simulated AWS: moto's HTTP server behind layers of ours that make it refuse what AWS would refuse.

moto answers AssumeRole whatever the trust policy says and lacks some operations. This package puts in front of it: an
identity for each access key, trust policies with external ids, the role's and the session's policies, faults on demand,
a log of calls, the missing operations, and a page that plays the CloudFormation console.

Only `make run` and the tests use it; the product never imports it. What a client must set to talk to it:
`endpoint_url` (or AWS_ENDPOINT_URL), and for S3 Control also `Config(proxies={"http": endpoint_url})` (or HTTP_PROXY):
that service puts the account id in front of the host name, a name no resolver knows, and a proxy is asked without
resolving it.
"""
