// The value of ONBEHALF_IDENTITY_SIGNALS. It holds secrets, so it rests in the vault and the setting is a reference to it.
param vaultName string

@secure()
param signals string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource all 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'setting-identity-signals'
  properties: {
    contentType: 'application/json'
    value: base64ToString(signals)
  }
}

output setting string = '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/setting-identity-signals)'
