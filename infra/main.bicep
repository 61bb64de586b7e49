targetScope = 'subscription'

@minLength(1)
@maxLength(64)
@description('Names the environment; part of every resource name through a hash.')
param environmentName string

@metadata({ azd: { type: 'location' } })
@description('A region that offers Flex Consumption: az functionapp list-flexconsumption-locations.')
@allowed([
  'australiaeast'
  'brazilsouth'
  'canadacentral'
  'centralindia'
  'centralus'
  'eastasia'
  'eastus'
  'eastus2'
  'francecentral'
  'germanywestcentral'
  'italynorth'
  'japaneast'
  'koreacentral'
  'northcentralus'
  'northeurope'
  'norwayeast'
  'southafricanorth'
  'southcentralus'
  'southeastasia'
  'southindia'
  'spaincentral'
  'swedencentral'
  'switzerlandnorth'
  'uaenorth'
  'uksouth'
  'ukwest'
  'westcentralus'
  'westeurope'
  'westus'
  'westus2'
  'westus3'
])
param location string

@allowed(['quiet', 'team', 'company'])
@description('Sets always-ready instances, memory, concurrency, log retention and the frequency of alerts: sizes.json. Prices are in docs/cost.md.')
param size string = 'team'

@description('Registers the web client and the API in Entra ID. Needs Application Administrator; otherwise use existing registrations.')
param createEntraApp bool = true

@description('Lets the app ask the directory whether a person is active. Needs Privileged Role Administrator.')
param grantDirectoryAccess bool = true

@description('An existing registration of the web client, when createEntraApp is false. Empty: no Entra issuer.')
param entraClientId string = ''

@description('An existing registration of the API, apart from the web client, when createEntraApp is false.')
param entraApiClientId string = ''

@secure()
@description('Further identity providers: entries of ONBEHALF_ISSUERS as a JSON array, in base64, since azd cannot hand on quotes inside a text. Kept in the vault, because they may hold client secrets.')
param otherIssuers string = ''

@secure()
@description('Identity providers that tell of changes: the value of ONBEHALF_IDENTITY_SIGNALS, in base64. Kept in the vault, because it holds secrets.')
param identitySignals string = ''

@description('Data sources: the value of ONBEHALF_SOURCES. Holds no secret.')
param sources array = []

@secure()
@description('Products people may connect: the value of ONBEHALF_CONNECTIONS, in base64. Kept in the vault, because it holds client secrets.')
param connections string = ''

@description('The Slack workspace (T…) or Enterprise Grid organisation (E…) that the app is installed in. Empty: no Slack.')
param slackTeam string = ''

@description('The client id of the Slack app.')
param slackClientId string = ''

@secure()
@description('The secrets of the Slack app as a JSON object {signingSecret, previousSigningSecret, botToken, clientSecret}, in base64. Kept in the vault.')
param slackSecrets string = ''

@description('Where a push service can write to about notifications: mailto: or https:. Required with a key.')
param pushContact string = ''

@secure()
@description('The private key of notifications to closed browsers: 32 bytes in base64url. Kept in the vault. Empty: no such notifications.')
param pushPrivateKey string = ''

@secure()
@description('Further app settings as a JSON object, in base64. They win over those of the template.')
param extraSettings string = ''

@description('Only people and groups that are assigned to the enterprise applications can sign in.')
param assignmentRequired bool = false

@description('The group whose members read everybody\'s audit: with Entra its object id.')
param auditorGroup string = ''

@description('The https origin people use, when it is not the app\'s own host name.')
param publicOrigin string = ''

@minValue(0)
@maxValue(30)
@description('How long a read may rely on the last confirmation of a person.')
param identityConfirmSeconds int = 0

@allowed(['AzureStorage', 'DurableTaskScheduler'])
param durableBackend string = 'AzureStorage'

@allowed(['create', 'existing', 'none'])
@description('create: an Azure OpenAI account, whose model model.bicep deploys afterwards. existing: azureOpenAiEndpoint and azureOpenAiDeployment. none: no model.')
param ai string = 'create'

@description('Where the model is deployed. The preprovision hook sets a region with quota. Empty: the region of the app. It has a default because azd would ask for it before the hook.')
param openAiLocation string = ''

@description('Empty: the default of models.json.')
param chatModel string = ''

@description('Empty: the version in models.json.')
param chatModelVersion string = ''

@description('Thousands of tokens a minute. 0: the capacity in models.json.')
@minValue(0)
param chatCapacity int = 0

@description('With ai = existing.')
param azureOpenAiEndpoint string = ''

@description('With ai = existing.')
param azureOpenAiDeployment string = ''

@description('Restores the soft-deleted account of this environment. The preprovision hook sets it.')
param recoverOpenAi bool = false

@description('Recovers the soft-deleted vault of this environment. The preprovision hook sets it.')
param recoverVault bool = false

@description('Once on it cannot be turned off, and the vault\'s name stays taken after azd down until softDeleteDays are over.')
param purgeProtection bool = false

@minValue(7)
@maxValue(90)
@description('Fixed when the vault is created. A person\'s deleted keys can be brought back until then.')
param softDeleteDays int = 7

@minValue(1)
@description('How long an anchor of the audit can be neither changed nor deleted.')
param anchorDays int = 365

@description('The policy of the anchors is locked: it is left as it is, since a locked policy accepts no deployment.')
param anchorsLocked bool = false

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_LRS'

@description('Private endpoints for storage, vault and model; no public way to them.')
param vnetEnabled bool = false

@description('With vnetEnabled: one public IPv4 address that may still reach storage and vault, for deploying from outside.')
param deployerIp string = ''

@description('Creates a Front Door, through which alone the app is reached.')
param createFrontDoor bool = false

@description('The id of your own Front Door (its property frontDoorId). With it the app is reached through that Front Door only.')
param frontDoorId string = ''

@description('A PostgreSQL server with the demo company, which two people reach as themselves. The hooks find the deployer and fill the server.')
param demo bool = false

@description('With demo: the object id of the person who administers the server. The preprovision hook sets it.')
param demoAdminId string = ''

@description('With demo: that person\'s user principal name. The preprovision hook sets it.')
param demoAdminName string = ''

@description('Lets people\'s own sign-ins open databases: the web client gets the delegated permission of Azure Database for PostgreSQL, for everybody.')
param databaseSignIn bool = false

@minValue(-1)
@description('-1: of the size.')
param alwaysReadyInstances int = -1

@minValue(-1)
@maxValue(1000)
@description('-1: of the size.')
param maximumInstances int = -1

@minValue(-1)
@description('Daily cap of the logs in GB, but not of the audit\'s. -1: of the size.')
param dailyLogGigabytes int = -1

@description('Who is notified of alerts and of the budget. Empty: alerts are recorded only.')
param alertEmail string = ''

@minValue(0)
@description('Per month, in the currency of the subscription. alertEmail is notified at 50, 80 and 100 per cent, and of a forecast above it. 0: no budget.')
param monthlyBudget int = 100

@description('First day of the month in which the budget begins. The preprovision hook sets it once; it cannot change later.')
param budgetStart string = ''

var abbreviations = loadJsonContent('abbreviations.json')
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var functionName = '${abbreviations.functionApp}${token}'
var ownHost = '${functionName}.azurewebsites.net'
var origin = !empty(publicOrigin) ? publicOrigin : createFrontDoor ? frontDoor!.outputs.address : 'https://${ownHost}'
var isBehindFrontDoor = createFrontDoor || !empty(frontDoorId)
var usesEntra = createEntraApp || !empty(entraClientId)
var usesScheduler = durableBackend == 'DurableTaskScheduler'
var taskHub = 'onbehalf'
var sized = loadJsonContent('sizes.json')[size]
var models = loadJsonContent('models.json')
var model = empty(chatModel) ? models.default : chatModel
var knownModel = models.models[?model] ?? { version: '', options: {} }
var createsModel = ai == 'create'

// Refused before anything is created. The preprovision hook says the same in more words.
var isRefused = !usesEntra && empty(otherIssuers)
  ? fail('Nobody could sign in: CREATE_ENTRA_APP is false, and neither ENTRA_CLIENT_ID nor OTHER_ISSUERS is set.')
  : !createEntraApp && empty(entraClientId) != empty(entraApiClientId)
      ? fail('ENTRA_CLIENT_ID and ENTRA_API_CLIENT_ID belong together: set both or neither.')
      : !createEntraApp && !empty(entraClientId) && entraClientId == entraApiClientId
          ? fail('ENTRA_CLIENT_ID and ENTRA_API_CLIENT_ID must be two registrations.')
          : ai == 'existing' && (empty(azureOpenAiEndpoint) || empty(azureOpenAiDeployment))
              ? fail('AI=existing needs AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_DEPLOYMENT.')
              : !empty(frontDoorId) && empty(publicOrigin)
                  ? fail('FRONT_DOOR_ID needs PUBLIC_ORIGIN, the address of that Front Door.')
                  : createFrontDoor && !empty(frontDoorId)
                      ? fail('FRONT_DOOR creates a Front Door, and FRONT_DOOR_ID names another: set one of them.')
                      : demo && (vnetEnabled || !createEntraApp || empty(demoAdminId) || empty(demoAdminName))
                          ? fail('DEMO needs CREATE_ENTRA_APP, no VNET_ENABLED, and a person who deploys: DEMO_ADMIN_ID and DEMO_ADMIN_NAME.')
                          : false

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = if (!isRefused) {
  name: '${abbreviations.resourceGroup}${environmentName}'
  location: location
  tags: tags
}

module identity 'app/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: '${abbreviations.managedIdentity}${token}'
    location: location
    tags: tags
  }
}

module monitoring 'app/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    name: '${abbreviations.insightsComponent}${token}'
    workspaceName: '${abbreviations.logAnalyticsWorkspace}${token}'
    location: location
    tags: tags
    auditName: '${abbreviations.logAnalyticsWorkspace}audit-${token}'
    retentionDays: sized.logDays
    dailyGigabytes: dailyLogGigabytes < 0 ? sized.dailyLogGigabytes : dailyLogGigabytes
  }
}

module storage 'app/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: '${abbreviations.storageAccount}${token}'
    location: location
    tags: tags
    sku: storageSku
    isPrivate: vnetEnabled
    allowedIp: deployerIp
  }
}

module audit 'app/audit.bicep' = {
  name: 'audit'
  scope: group
  params: {
    name: '${abbreviations.storageAccountAudit}${token}'
    location: location
    tags: tags
    sku: storageSku
    isPrivate: vnetEnabled
    anchorDays: anchorDays
    anchorsLocked: anchorsLocked
    workspaceId: monitoring.outputs.auditWorkspaceId
    appPrincipalId: identity.outputs.principalId
  }
}

module vault 'app/keyvault.bicep' = {
  name: 'keyvault'
  scope: group
  params: {
    name: '${abbreviations.keyVault}${token}'
    location: location
    tags: tags
    purgeProtection: purgeProtection
    softDeleteDays: softDeleteDays
    recover: recoverVault
    isPrivate: vnetEnabled
    allowedIp: deployerIp
    workspaceId: monitoring.outputs.workspaceId
  }
}

module openai 'app/openai.bicep' = if (createsModel) {
  name: 'openai'
  scope: group
  params: {
    name: '${abbreviations.cognitiveServicesAccount}${token}'
    location: empty(openAiLocation) ? location : openAiLocation
    tags: tags
    isPrivate: vnetEnabled
    recover: recoverOpenAi
    appPrincipalId: identity.outputs.principalId
  }
}

module scheduler 'app/scheduler.bicep' = if (usesScheduler) {
  name: 'scheduler'
  scope: group
  params: {
    name: '${abbreviations.durableTaskScheduler}${token}'
    location: location
    tags: tags
    taskHub: taskHub
    appPrincipalId: identity.outputs.principalId
  }
}

module network 'app/network.bicep' = if (vnetEnabled) {
  name: 'network'
  scope: group
  params: {
    name: '${abbreviations.virtualNetwork}${token}'
    location: location
    tags: tags
    storageId: storage.outputs.id
    auditId: audit.outputs.id
    vaultId: vault.outputs.id
    openAiId: createsModel ? openai!.outputs.id : ''
  }
}

module frontDoor 'app/frontdoor.bicep' = if (createFrontDoor) {
  name: 'frontdoor'
  scope: group
  params: {
    name: '${abbreviations.frontDoorProfile}${token}'
    tags: tags
    originHost: ownHost
  }
}

module demoCompany 'app/demo.bicep' = if (demo) {
  name: 'demo'
  scope: group
  params: {
    name: '${abbreviations.postgresServer}demo-${token}'
    location: location
    tags: tags
    adminId: demoAdminId
    adminName: demoAdminName
  }
}

module rbac 'app/rbac.bicep' = {
  name: 'rbac'
  scope: group
  params: {
    storageName: storage.outputs.name
    vaultName: vault.outputs.name
    insightsName: monitoring.outputs.name
    appPrincipalId: identity.outputs.principalId
  }
}

module entra 'app/entra.bicep' = if (createEntraApp) {
  name: 'entra'
  scope: group
  params: {
    uniqueName: 'onbehalf-${token}'
    displayName: 'Onbehalf (${environmentName})'
    redirectUrl: '${origin}/auth/callback'
    identityPrincipalId: identity.outputs.principalId
    databaseSignIn: databaseSignIn || demo
    assignmentRequired: assignmentRequired
  }
}

// Last: Entra may take minutes to know a new identity.
module directory 'app/directory.bicep' = if (grantDirectoryAccess && usesEntra) {
  name: 'directory'
  scope: group
  dependsOn: [api]
  params: {
    identityPrincipalId: identity.outputs.principalId
  }
}

module issuers 'app/issuers.bicep' = {
  name: 'issuers'
  scope: group
  params: {
    vaultName: vault.outputs.name
    entraClientId: createEntraApp ? entra!.outputs.clientId : entraClientId
    entraApiClientId: createEntraApp ? entra!.outputs.apiClientId : entraApiClientId
    hasOthers: !empty(otherIssuers)
    otherIssuers: otherIssuers
  }
}

module signals 'app/signals.bicep' = if (!empty(identitySignals)) {
  name: 'signals'
  scope: group
  params: {
    vaultName: vault.outputs.name
    signals: identitySignals
  }
}

module slack 'app/slack.bicep' = if (!empty(slackTeam)) {
  name: 'slack'
  scope: group
  params: {
    vaultName: vault.outputs.name
    team: slackTeam
    clientId: slackClientId
    secrets: slackSecrets
  }
}

module push 'app/push.bicep' = if (!empty(pushPrivateKey)) {
  name: 'push'
  scope: group
  params: {
    vaultName: vault.outputs.name
    contact: pushContact
    privateKey: pushPrivateKey
  }
}

module connectable 'app/connections.bicep' = if (!empty(connections)) {
  name: 'connections'
  scope: group
  params: {
    vaultName: vault.outputs.name
    connections: connections
  }
}

module api 'app/function.bicep' = {
  name: 'api'
  scope: group
  dependsOn: [rbac]
  params: {
    name: functionName
    planName: '${abbreviations.serverFarm}${token}'
    location: location
    tags: tags
    storageName: storage.outputs.name
    deploymentContainer: storage.outputs.deploymentContainer
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    insightsName: monitoring.outputs.name
    subnetId: vnetEnabled ? network!.outputs.appSubnetId : ''
    alwaysReadyInstances: alwaysReadyInstances < 0 ? sized.alwaysReady : alwaysReadyInstances
    maximumInstances: maximumInstances < 0 ? sized.maximumInstances : maximumInstances
    memoryMB: sized.memoryMB
    httpConcurrency: sized.httpConcurrency
    frontDoorId: createFrontDoor ? frontDoor!.outputs.id : frontDoorId
    isBehindFrontDoor: isBehindFrontDoor
    extraSettings: extraSettings
    settings: union(
      {
        ONBEHALF_TABLES: storage.outputs.tableEndpoint
        ONBEHALF_FILES: storage.outputs.filesUri
        ONBEHALF_AUDIT_TABLES: audit.outputs.tableEndpoint
        ONBEHALF_AUDIT_ANCHORS: audit.outputs.anchorsUri
        ONBEHALF_KEYVAULT_URI: vault.outputs.uri
        ONBEHALF_TASK_HUB: taskHub
        ONBEHALF_ISSUERS: issuers.outputs.setting
        ONBEHALF_SOURCES: string(demo ? concat(sources, [demoCompany!.outputs.source]) : sources)
        ONBEHALF_ORIGIN: origin
        IDENTITY_CONFIRM_SECONDS: string(identityConfirmSeconds)
      },
      ai == 'none'
        ? {}
        : {
            AZURE_OPENAI_ENDPOINT: createsModel ? openai!.outputs.endpoint : azureOpenAiEndpoint
            AZURE_OPENAI_DEPLOYMENT: createsModel ? 'chat' : azureOpenAiDeployment
          },
      createsModel && !empty(knownModel.options) ? { MODEL_OPTIONS: string(knownModel.options) } : {},
      empty(identitySignals) ? {} : { ONBEHALF_IDENTITY_SIGNALS: signals!.outputs.setting },
      empty(connections) ? {} : { ONBEHALF_CONNECTIONS: connectable!.outputs.setting },
      empty(slackTeam) ? {} : slack!.outputs.settings,
      empty(pushPrivateKey) ? {} : push!.outputs.settings,
      empty(auditorGroup) ? {} : { ONBEHALF_AUDITOR_GROUP: auditorGroup },
      usesScheduler
        ? {
            DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${scheduler!.outputs.endpoint};Authentication=ManagedIdentity;ClientID=${identity.outputs.clientId}'
            AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
            AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
          }
        : {}
    )
  }
}

module alerts 'app/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    actionGroupName: '${abbreviations.actionGroup}${token}'
    location: location
    tags: tags
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    auditWorkspaceId: monitoring.outputs.auditWorkspaceId
    auditAccountName: audit.outputs.name
    auditAccountId: audit.outputs.id
    appPrincipalId: identity.outputs.principalId
    everyMinutes: sized.alertMinutes
    healthLocations: sized.healthLocations
    insightsId: monitoring.outputs.id
    vaultId: vault.outputs.id
    healthUrl: '${origin}/api/health'
  }
}

module budget 'app/budget.bicep' = if (monthlyBudget > 0 && !empty(alertEmail) && !empty(budgetStart)) {
  name: 'budget'
  scope: group
  params: {
    amount: monthlyBudget
    email: alertEmail
    start: budgetStart
  }
}

module workbook 'app/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    auditWorkspaceId: monitoring.outputs.auditWorkspaceId
  }
}

output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output SERVICE_API_NAME string = api.outputs.name
output SERVICE_API_URI string = api.outputs.uri
output APP_URL string = origin
output FRONT_DOOR_BYPASS string = isBehindFrontDoor ? ownHost : ''
output SIGN_IN_REDIRECT_URL string = '${origin}/auth/callback'
output SLACK_EVENTS_URL string = '${origin}/api/webhooks/slack/events'
output SLACK_INTERACTIVITY_URL string = '${origin}/api/webhooks/slack/interactions'
output ONBEHALF_API_SCOPE string = createEntraApp ? entra!.outputs.apiScope : ''
output ONBEHALF_CLIENT_ID string = createEntraApp ? entra!.outputs.clientId : entraClientId
output ONBEHALF_API_CLIENT_ID string = createEntraApp ? entra!.outputs.apiClientId : entraApiClientId
output ONBEHALF_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
output ONBEHALF_DIRECTORY_ACCESS_GRANTED bool = grantDirectoryAccess && usesEntra
output ONBEHALF_AUDIT_ACCOUNT string = audit.outputs.name
output ONBEHALF_ANCHORS_LOCKED bool = anchorsLocked
output ONBEHALF_ASSIGNMENT_REQUIRED bool = assignmentRequired
output ONBEHALF_AI string = ai
output CHAT_ACCOUNT string = createsModel ? openai!.outputs.name : ''
output CHAT_MODEL string = createsModel ? model : ''
output CHAT_MODEL_VERSION string = empty(chatModelVersion) ? knownModel.version : chatModelVersion
output CHAT_CAPACITY int = chatCapacity == 0 ? models.capacity : chatCapacity
output DEMO_SERVER string = demo ? demoCompany!.outputs.name : ''
