// The value of ONBEHALF_CONNECTIONS. Its entries hold client secrets, so it rests in the vault and the setting is a reference to it.
param vaultName string

@secure()
param connections string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource all 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'setting-connections'
  properties: {
    contentType: 'application/json'
    value: base64ToString(connections)
  }
}

output setting string = '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/setting-connections)'
