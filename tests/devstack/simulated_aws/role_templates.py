"""Templates as a portal publishes them, in both spellings."""

from __future__ import annotations

from devstack.simulated_aws.credentials import PORTAL_ROLE_ARN

ROLE_TEMPLATE = {
    "AWSTemplateFormatVersion": "2010-09-09",
    "Description": "Reads <script>alert(1)</script>",
    "Parameters": {
        "ExternalId": {"Type": "String", "MinLength": 10, "AllowedPattern": "[0-9a-f-]+"},
        "RoleName": {"Type": "String", "Default": "FtrPortalScan"},
    },
    "Resources": {
        "ScanRole": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "RoleName": {"Ref": "RoleName"},
                "AssumeRolePolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"AWS": PORTAL_ROLE_ARN},
                            "Action": "sts:AssumeRole",
                            "Condition": {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}},
                        }
                    ],
                },
                "Policies": [
                    {
                        "PolicyName": "scan",
                        "PolicyDocument": {
                            "Version": "2012-10-17",
                            "Statement": [{"Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*"}],
                        },
                    }
                ],
            },
        }
    },
    "Outputs": {"RoleArn": {"Value": {"Fn::GetAtt": ["ScanRole", "Arn"]}}},
}
YAML_TEMPLATE = """
Parameters: {ExternalId: {Type: String}}
Resources:
  ScanRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub "scan-${AWS::AccountId}"
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "PORTAL"}
            Action: sts:AssumeRole
            Condition: {StringEquals: {"sts:ExternalId": !Ref ExternalId}}
""".replace("PORTAL", PORTAL_ROLE_ARN)
