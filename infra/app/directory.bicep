// Account state and group membership, read before every tool call. It is the one permission of the app's own, and reaches no data.
// User.Read.All covers a user's transitive memberships by id; names of groups are not read.
extension microsoftGraphV1

param identityPrincipalId string

var userReadAll = 'df021288-bdef-4463-88db-98f22de89214'

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '00000003-0000-0000-c000-000000000000'
}

resource readUsers 'Microsoft.Graph/appRoleAssignedTo@v1.0' = {
  principalId: identityPrincipalId
  resourceId: graph.id
  appRoleId: userReadAll
}
