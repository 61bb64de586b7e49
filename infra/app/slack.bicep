// The secrets of the Slack app: signing secrets, the bot's token and the client secret of Sign in with Slack. They rest in the vault, and each setting
// is a reference to one.
param vaultName string

@description('The workspace or Enterprise Grid organisation that the app is installed in.')
param team string

param clientId string

@secure()
@description('JSON object {signingSecret, previousSigningSecret, botToken, clientSecret} in base64.')
param secrets string

var parts = json(base64ToString(secrets))

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource signing 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'setting-slack-signing-secret'
  properties: {
    value: parts.signingSecret
  }
}

// Without one before it, the current one twice.
resource previous 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'setting-slack-previous-signing-secret'
  properties: {
    value: parts.?previousSigningSecret ?? parts.signingSecret
  }
}

resource token 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'setting-slack-bot-token'
  properties: {
    value: parts.botToken
  }
}

resource client 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'setting-slack-client-secret'
  properties: {
    value: parts.clientSecret
  }
}

var prefix = '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/setting-slack-'

output settings object = {
  ONBEHALF_SLACK_TEAM: team
  ONBEHALF_SLACK_CLIENT_ID: clientId
  ONBEHALF_SLACK_SIGNING_SECRET: '${prefix}signing-secret)'
  ONBEHALF_SLACK_PREVIOUS_SIGNING_SECRET: '${prefix}previous-signing-secret)'
  ONBEHALF_SLACK_BOT_TOKEN: '${prefix}bot-token)'
  ONBEHALF_SLACK_CLIENT_SECRET: '${prefix}client-secret)'
}
