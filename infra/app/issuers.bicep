// The value of ONBEHALF_ISSUERS: Entra when there is a client for it, then the others. With others it rests in the vault and the
// setting is a reference to it, because their entries may hold client secrets.
param vaultName string
param entraClientId string
param entraApiClientId string
param hasOthers bool

@secure()
param otherIssuers string

var entra = empty(entraClientId)
  ? []
  : [
      {
        id: 'entra'
        name: 'Microsoft'
        issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        audience: entraApiClientId
        clientId: entraClientId
        clientAssertion: 'managed-identity'
        tenants: [tenant().tenantId]
        tokenTypes: ['JWT']
        directory: { kind: 'graph' }
      }
    ]

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource all 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (hasOthers) {
  parent: vault
  name: 'setting-issuers'
  properties: {
    contentType: 'application/json'
    value: hasOthers ? string(concat(entra, json(base64ToString(otherIssuers)))) : '[]'
  }
}

output setting string = !hasOthers ? string(entra) : '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/setting-issuers)'
