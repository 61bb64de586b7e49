// Two registrations: an Entra access token of version 2 names the API's client id as its audience, and the app refuses a token made
// for the web client. Neither has a secret: the app's managed identity is the web client's credential.
extension microsoftGraphV1

param uniqueName string
param displayName string
param redirectUrl string
param identityPrincipalId string

var scopeId = guid(uniqueName, 'access_as_user')
var azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'

resource api 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: '${uniqueName}-api'
  displayName: '${displayName} API'
  signInAudience: 'AzureADMyOrg'
  identifierUris: ['api://${uniqueName}']
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
}

resource web 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: '${uniqueName}-web'
  displayName: displayName
  signInAudience: 'AzureADMyOrg'
  web: {
    redirectUris: [redirectUrl]
  }
}

resource webPrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: web.appId
}

resource credential 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = {
  name: '${web.uniqueName}/managed-identity'
  description: 'The app\'s managed identity signs in as the web client.'
  audiences: ['api://AzureADTokenExchange']
  issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
  subject: identityPrincipalId
}

output clientId string = webPrincipal.appId
output apiClientId string = apiPrincipal.appId
output apiScope string = 'api://${uniqueName}/access_as_user'
