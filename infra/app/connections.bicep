// The value of ONBEHALF_CONNECTIONS. It rests in the vault and the setting is a reference to it, because its entries hold client secrets.
param vaultName string
param hasConnections bool

@secure()
param connections string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource all 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (hasConnections) {
  parent: vault
  name: 'setting-connections'
  properties: {
    contentType: 'application/json'
    value: hasConnections ? connections : '[]'
  }
}

output setting string = !hasConnections ? '[]' : '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/setting-connections)'
