"""The IAM actions with which a principal can give itself, or obtain, rights that it was not granted.

Role-taking actions come from the PassRole dependencies of AWS's service authorization reference and from the members
of AWS's API models that take a role. Only those are listed whose service then runs code or makes API calls that the
caller chooses, or hands out the role's credentials; the test beside this module names the services left out and why.
Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache

from scanners.engine.facts.matching import pattern_matches

PASS_ROLE = "iam:passrole"  # noqa: S105 - an action
ASSUME_ROLE = "sts:assumerole"

# Write the permissions of a principal; the kind of resource each of them names.
PERMISSION_WRITES: Mapping[str, str] = {
    "iam:attachrolepolicy": "role",
    "iam:putrolepolicy": "role",
    "iam:attachuserpolicy": "user",
    "iam:putuserpolicy": "user",
    "iam:attachgrouppolicy": "group",
    "iam:putgrouppolicy": "group",
    "iam:createpolicyversion": "policy",
}

# Make credentials of another principal.
CREDENTIAL_WRITES: Mapping[str, str] = {
    "iam:createaccesskey": "user",
    "iam:createloginprofile": "user",
    "iam:updateloginprofile": "user",
}

# Lead to rights that already exist elsewhere in the account.
INDIRECT: Mapping[str, str] = {
    **CREDENTIAL_WRITES,
    "iam:addusertogroup": "group",
    "iam:setdefaultpolicyversion": "policy",
    "iam:updateassumerolepolicy": "role",
    "iam:updatesamlprovider": "saml-provider",
    "sso:attachmanagedpolicytopermissionset": "",
    "sso:attachcustomermanagedpolicyreferencetopermissionset": "",
    "sso:putinlinepolicytopermissionset": "",
    "sso:createaccountassignment": "",
}


def _actions(table: str) -> tuple[str, ...]:
    """`service: Name Name` a line, as actions."""
    rows = (line.partition(":") for line in table.strip().splitlines())
    return tuple(f"{service.strip()}:{name}" for service, _, names in rows for name in names.split())


# Run with an existing role what the caller chooses: no PassRole is asked for.
TAKEOVERS = _actions(
    """
    cloudformation: ExecuteChangeSet UpdateStack
    codebuild: StartBuild StartBuildBatch
    datapipeline: PutPipelineDefinition
    ec2: ModifyInstanceAttribute
    ec2-instance-connect: SendSSHPublicKey SendSerialConsoleSSHPublicKey
    ecs: ExecuteCommand
    elasticmapreduce: AddJobFlowSteps
    glue: UpdateDevEndpoint UpdateJob
    lambda: UpdateFunctionCode
    sagemaker: CreatePresignedDomainUrl CreatePresignedNotebookInstanceUrl
    ssm: SendCommand StartSession
    states: UpdateStateMachine
    """
)

ROLE_TAKERS = _actions(
    """
    airflow: CreateEnvironment UpdateEnvironment
    airflow-serverless: CreateWorkflow UpdateWorkflow
    amplify: CreateApp CreateBranch UpdateApp UpdateBranch
    apigateway: PATCH POST PUT
    apprunner: CreateService UpdateService
    appstream: CreateAppBlockBuilder CreateFleet CreateImageBuilder UpdateAppBlockBuilder UpdateFleet
    appsync: CreateDataSource UpdateDataSource
    autoscaling: CreateAutoScalingGroup CreateLaunchConfiguration UpdateAutoScalingGroup
    batch: CreateComputeEnvironment RegisterJobDefinition SubmitJob UpdateComputeEnvironment
    bedrock-agentcore: CreateAgentRuntime CreateBrowser CreateCodeInterpreter CreateGateway CreateHarness
    bedrock-agentcore: UpdateAgentRuntime UpdateGateway UpdateHarness
    braket: CreateJob
    budgets: CreateBudgetAction UpdateBudgetAction
    chatbot: CreateChimeWebhookConfiguration CreateMicrosoftTeamsChannelConfiguration CreateSlackChannelConfiguration
    chatbot: UpdateChimeWebhookConfiguration UpdateMicrosoftTeamsChannelConfiguration UpdateSlackChannelConfiguration
    cloudformation: CreateChangeSet CreateResource CreateStack CreateStackInstances CreateStackSet
    cloudformation: RegisterType SetTypeConfiguration UpdateResource UpdateStack UpdateStackSet
    codebuild: CreateFleet CreateProject StartBuild StartBuildBatch UpdateFleet UpdateProject
    codedeploy: CreateDeploymentGroup UpdateDeploymentGroup
    codepipeline: CreatePipeline UpdatePipeline
    codestar-connections: CreateSyncConfiguration UpdateSyncConfiguration
    codeconnections: CreateSyncConfiguration UpdateSyncConfiguration
    cognito-identity: CreateIdentityPool SetIdentityPoolRoles
    cognito-idp: CreateGroup UpdateGroup
    config: PutRemediationConfigurations StartRemediationExecution
    databrew: CreateProfileJob CreateProject CreateRecipeJob UpdateProfileJob UpdateProject UpdateRecipeJob
    datapipeline: CreatePipeline PutPipelineDefinition
    deadline: CreateFleet CreateQueue UpdateFleet UpdateQueue
    drs: StartRecovery
    ec2: AssociateIamInstanceProfile CreateFleet CreateLaunchTemplate CreateLaunchTemplateVersion
    ec2: ReplaceIamInstanceProfileAssociation RequestSpotFleet RequestSpotInstances RunInstances
    ecs: CreateExpressGatewayService CreateService RegisterDaemonTaskDefinition RegisterTaskDefinition RunTask StartTask
    ecs: UpdateExpressGatewayService UpdateService
    eks: CreateAddon CreateCapability CreateCluster CreateFargateProfile CreateNodegroup CreatePodIdentityAssociation
    eks: UpdateAddon UpdateCapability UpdatePodIdentityAssociation
    elasticbeanstalk: AssociateEnvironmentOperationsRole CreateEnvironment UpdateEnvironment
    elasticmapreduce: AddJobFlowSteps CreateStudio RunJobFlow StartNotebookExecution StartSession
    emr-containers: CreateManagedEndpoint StartJobRun
    emr-serverless: AccessInteractiveEndpoints AccessLivyEndpoints StartJobRun StartSession
    events: PutRule PutTargets
    fis: CreateExperimentTemplate UpdateExperimentTemplate
    gamelift: CreateBuild CreateContainerFleet CreateFleet CreateGameServerGroup CreateScript UpdateGameServerGroup
    glue: CreateDevEndpoint CreateJob CreateMLTransform CreateSession StartBlueprintRun UpdateJob UpdateMLTransform
    greengrass: AssociateRoleToGroup AssociateServiceRoleToAccount
    iam: AddRoleToInstanceProfile
    imagebuilder: CreateImage CreateImagePipeline CreateInfrastructureConfiguration UpdateInfrastructureConfiguration
    iot: CreateRoleAlias CreateTopicRule ReplaceTopicRule UpdateRoleAlias
    kinesisanalytics: CreateApplication UpdateApplication
    lambda: CreateCapacityProvider CreateFunction CreateMicrovmImage RunMicrovm UpdateFunctionConfiguration
    lambda: UpdateMicrovmImage
    m2: CreateApplication CreateEnvironment
    mgn: StartCutover StartTest
    omics: StartRun
    osis: CreatePipeline UpdatePipeline
    pcs: CreateComputeNodeGroup UpdateComputeNodeGroup
    pipes: CreatePipe UpdatePipe
    proton: CreateEnvironment CreateEnvironmentAccountConnection UpdateAccountRoles UpdateAccountSettings
    proton: UpdateEnvironment UpdateEnvironmentAccountConnection
    rolesanywhere: CreateProfile EnableProfile UpdateProfile
    sagemaker: CreateAIBenchmarkJob CreateAIRecommendationJob CreateAutoMLJob CreateAutoMLJobV2 CreateCluster
    sagemaker: CreateDomain CreateEndpointConfig CreateHyperParameterTuningJob CreateImage CreateInferenceExperiment
    sagemaker: CreateJob CreateMlflowTrackingServer CreateModel CreateMonitoringSchedule CreateNotebookInstance
    sagemaker: CreatePartnerApp CreatePipeline CreateProcessingJob CreateTrainingJob CreateUserProfile
    sagemaker: UpdateCluster UpdateDomain UpdateMonitoringSchedule UpdateNotebookInstance UpdatePipeline
    sagemaker: UpdateUserProfile
    scheduler: CreateSchedule UpdateSchedule
    servicecatalog: CreateConstraint UpdateConstraint
    ssm: CreateActivation CreateAssociation CreateAssociationBatch CreateDocument
    ssm: RegisterTaskWithMaintenanceWindow SendCommand
    ssm: StartAutomationExecution UpdateAssociation UpdateMaintenanceWindowTask UpdateManagedInstanceRole
    ssm-incidents: CreateResponsePlan UpdateResponsePlan
    states: CreateStateMachine UpdateStateMachine
    synthetics: CreateCanary StartCanaryDryRun UpdateCanary
    transfer: CreateAccess CreateServer CreateUser UpdateAccess UpdateServer UpdateUser
    """
)

_IDENTITY_ACTIONS = _actions(
    """
    iam: PassRole AttachRolePolicy PutRolePolicy AttachUserPolicy PutUserPolicy AttachGroupPolicy PutGroupPolicy
    iam: CreatePolicyVersion CreateAccessKey CreateLoginProfile UpdateLoginProfile AddUserToGroup
    iam: SetDefaultPolicyVersion UpdateAssumeRolePolicy UpdateSAMLProvider
    sso: AttachManagedPolicyToPermissionSet AttachCustomerManagedPolicyReferenceToPermissionSet
    sso: CreateAccountAssignment PutInlinePolicyToPermissionSet
    sts: AssumeRole
    """
)

_SPELLED = {action.lower(): action for action in (*_IDENTITY_ACTIONS, *TAKEOVERS, *ROLE_TAKERS)}
EVERY_ACTION = frozenset(_SPELLED)
_IN_ORDER = sorted(EVERY_ACTION)
_LITERAL = re.compile(r"[^*?]*")
SERVICES = frozenset(action.partition(":")[0] for action in EVERY_ACTION) - {"iam", "sso", "sts"}


def spelled(action: str) -> str:
    """The lower-case action in AWS's own spelling."""
    return _SPELLED[action]


@lru_cache(maxsize=8_192)  # the policies of one account repeat each other's patterns
def actions_matching(pattern: str) -> frozenset[str]:
    """Those of the actions here, in lower case, that one pattern of Action or NotAction names."""
    pattern = pattern.lower()
    begin = _LITERAL.match(pattern)
    literal = begin.group() if begin else ""
    if literal == pattern:
        return EVERY_ACTION & {pattern}
    first, last = bisect_left(_IN_ORDER, literal), bisect_left(_IN_ORDER, literal + "\U0010ffff")
    return frozenset(action for action in _IN_ORDER[first:last] if pattern_matches(pattern, action))
