targetScope = 'subscription'

@minLength(1)
@maxLength(64)
@description('Names the environment; part of every resource name through a hash.')
param environmentName string

@metadata({ azd: { type: 'location' } })
@description('A region that offers Flex Consumption.')
param location string

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

@description('Where the model is deployed. Empty: the same region.')
param openAiLocation string = ''

param chatModel string = 'gpt-5-mini'

@description('Empty: the default version of the model.')
param chatModelVersion string = ''

@minValue(1)
@description('Thousands of tokens a minute.')
param chatCapacity int = 50

@description('Once on it cannot be turned off, and the vault\'s name stays taken after azd down until softDeleteDays are over.')
param purgeProtection bool = false

@minValue(7)
@maxValue(90)
@description('Fixed when the vault is created. A person\'s deleted keys can be brought back until then.')
param softDeleteDays int = 7

@minValue(1)
@description('How long an anchor of the audit can be neither changed nor deleted.')
param anchorDays int = 365

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_LRS'

@description('Private endpoints for storage, vault and model; no public way to them.')
param vnetEnabled bool = false

@description('With vnetEnabled: one public IPv4 address that may still reach storage and vault, for deploying from outside.')
param deployerIp string = ''

@description('The id of a Front Door (its property frontDoorId). With it the app is reached through that Front Door only.')
param frontDoorId string = ''

@description('Lets people\'s own sign-ins open databases: the web client gets the delegated permission of Azure Database for PostgreSQL, for everybody.')
param databaseSignIn bool = false

@minValue(0)
param alwaysReadyInstances int = 1

@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Who is told of alerts. Empty: alerts are recorded only.')
param alertEmail string = ''

@minValue(1)
param dailyLogGigabytes int = 1

var abbreviations = loadJsonContent('abbreviations.json')
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var functionName = '${abbreviations.functionApp}${token}'
var origin = empty(publicOrigin) ? 'https://${functionName}.azurewebsites.net' : publicOrigin
var usesEntra = createEntraApp || !empty(entraClientId)
var usesScheduler = durableBackend == 'DurableTaskScheduler'
var taskHub = 'onbehalf'

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
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
    dailyGigabytes: dailyLogGigabytes
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
    workspaceId: monitoring.outputs.workspaceId
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
    isPrivate: vnetEnabled
    allowedIp: deployerIp
    workspaceId: monitoring.outputs.workspaceId
  }
}

module openai 'app/openai.bicep' = {
  name: 'openai'
  scope: group
  params: {
    name: '${abbreviations.cognitiveServicesAccount}${token}'
    location: empty(openAiLocation) ? location : openAiLocation
    tags: tags
    model: chatModel
    modelVersion: chatModelVersion
    capacity: chatCapacity
    isPrivate: vnetEnabled
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
    openAiId: openai.outputs.id
  }
}

module rbac 'app/rbac.bicep' = {
  name: 'rbac'
  scope: group
  params: {
    storageName: storage.outputs.name
    vaultName: vault.outputs.name
    openAiName: openai.outputs.name
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
    databaseSignIn: databaseSignIn
  }
}

module directory 'app/directory.bicep' = if (grantDirectoryAccess && usesEntra) {
  name: 'directory'
  scope: group
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
    alwaysReadyInstances: alwaysReadyInstances
    maximumInstances: maximumInstances
    frontDoorId: frontDoorId
    settings: union(
      {
        ONBEHALF_TABLES: storage.outputs.tableEndpoint
        ONBEHALF_AUDIT_TABLES: audit.outputs.tableEndpoint
        ONBEHALF_AUDIT_ANCHORS: audit.outputs.anchorsUri
        ONBEHALF_KEYVAULT_URI: vault.outputs.uri
        ONBEHALF_TASK_HUB: taskHub
        ONBEHALF_ISSUERS: issuers.outputs.setting
        ONBEHALF_SOURCES: string(sources)
        ONBEHALF_ORIGIN: origin
        IDENTITY_CONFIRM_SECONDS: string(identityConfirmSeconds)
        AZURE_OPENAI_ENDPOINT: openai.outputs.endpoint
        AZURE_OPENAI_DEPLOYMENT: openai.outputs.deployment
      },
      empty(identitySignals) ? {} : { ONBEHALF_IDENTITY_SIGNALS: signals!.outputs.setting },
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
    insightsId: monitoring.outputs.id
    vaultId: vault.outputs.id
    healthUrl: '${origin}/api/health'
  }
}

module workbook 'app/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output SERVICE_API_NAME string = api.outputs.name
output SERVICE_API_URI string = api.outputs.uri
output SIGN_IN_REDIRECT_URL string = '${origin}/auth/callback'
output SLACK_EVENTS_URL string = '${origin}/api/webhooks/slack/events'
output SLACK_INTERACTIVITY_URL string = '${origin}/api/webhooks/slack/interactions'
output ONBEHALF_API_SCOPE string = createEntraApp ? entra!.outputs.apiScope : ''
output ONBEHALF_CLIENT_ID string = createEntraApp ? entra!.outputs.clientId : entraClientId
output ONBEHALF_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
output ONBEHALF_DIRECTORY_ACCESS_GRANTED bool = grantDirectoryAccess && usesEntra
output ONBEHALF_AUDIT_ACCOUNT string = audit.outputs.name
