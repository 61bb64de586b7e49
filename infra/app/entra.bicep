// Two registrations: an Entra access token of version 2 names the API's client id as its audience, and the app refuses a token made
// for the web client. Neither has a secret: the app's managed identity is the credential of both.
extension microsoftGraphV1

param uniqueName string
param displayName string
param redirectUrl string
param identityPrincipalId string
param databaseSignIn bool
param assignmentRequired bool

// Many tenants refuse an identifier without the tenant's id, the application's id or a verified domain.
var identifier = 'api://${tenant().tenantId}/${uniqueName}'
var scopeId = guid(uniqueName, 'access_as_user')
var databases = {
  appId: '123cd850-d9df-40bd-94d5-c9f07b7fa203' // Azure OSSRDBMS Database
  userImpersonation: 'cef99a3a-4cd3-4408-8143-4375d1e38a17'
}
var azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'

resource api 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: '${uniqueName}-api'
  displayName: '${displayName} API'
  signInAudience: 'AzureADMyOrg'
  identifierUris: [identifier]
  api: {
    requestedAccessTokenVersion: 2
    oauth2PermissionScopes: [
      {
        id: scopeId
        value: 'access_as_user'
        type: 'User'
        isEnabled: true
        adminConsentDisplayName: 'Use Onbehalf as the signed-in person'
        adminConsentDescription: 'Lets a client talk to Onbehalf as the person who signed in.'
        userConsentDisplayName: 'Use Onbehalf as you'
        userConsentDescription: 'Lets this client talk to Onbehalf as you.'
      }
    ]
    preAuthorizedApplications: [
      {
        appId: azureCli
        delegatedPermissionIds: [scopeId]
      }
    ]
  }
}

resource apiPrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: api.appId
  appRoleAssignmentRequired: assignmentRequired
}

resource web 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: '${uniqueName}-web'
  displayName: displayName
  signInAudience: 'AzureADMyOrg'
  web: {
    redirectUris: [redirectUrl]
  }
  requiredResourceAccess: databaseSignIn
    ? [
        {
          resourceAppId: databases.appId
          resourceAccess: [{ id: databases.userImpersonation, type: 'Scope' }]
        }
      ]
    : []
}

resource webPrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: web.appId
  appRoleAssignmentRequired: assignmentRequired
}

resource databasePrincipal 'Microsoft.Graph/servicePrincipals@v1.0' existing = if (databaseSignIn) {
  appId: databases.appId
}

// Only on behalf of a person who signed in: what their token opens is what the database lets that person see.
resource databaseConsent 'Microsoft.Graph/oauth2PermissionGrants@v1.0' = if (databaseSignIn) {
  clientId: webPrincipal.id
  consentType: 'AllPrincipals'
  resourceId: databasePrincipal!.id
  scope: 'user_impersonation'
}

resource credential 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = {
  name: '${web.uniqueName}/managed-identity'
  description: 'The app\'s managed identity signs in as the web client.'
  audiences: ['api://AzureADTokenExchange']
  issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
  subject: identityPrincipalId
}

// For connections that reach another API on behalf of whoever called this one: there it is the API that asks.
resource apiCredential 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = {
  name: '${api.uniqueName}/managed-identity'
  description: 'The app\'s managed identity asks on behalf of a person as the API.'
  audiences: ['api://AzureADTokenExchange']
  issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
  subject: identityPrincipalId
}

output clientId string = webPrincipal.appId
output apiClientId string = apiPrincipal.appId
output apiScope string = '${identifier}/access_as_user'
