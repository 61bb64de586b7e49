// The private key of the app's notifications (Web Push, VAPID). It rests in the vault, and the setting is a reference to it.
param vaultName string

@description('Where a push service can write to: mailto: or https:.')
param contact string

@secure()
@description('A private key of P-256: 32 bytes in base64url.')
param privateKey string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource key 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'setting-push-private-key'
  properties: {
    value: privateKey
  }
}

output settings object = {
  ONBEHALF_PUSH_CONTACT: contact
  ONBEHALF_PUSH_PRIVATE_KEY: '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/${key.name})'
}
