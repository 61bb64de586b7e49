// The secrets of the Slack app: two signing secrets, the bot's token and the client secret of Sign in with Slack. They rest in the vault as one
// JSON object's members, and each setting is a reference to one.
param vaultName string

@description('The workspace or Enterprise Grid organisation that the app is installed in.')
param team string

@secure()
@description('JSON object {clientId, signingSecret, previousSigningSecret, botToken, clientSecret} in base64.')
param app string

var parts = json(base64ToString(app))

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

resource previous 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (contains(parts, 'previousSigningSecret')) {
  parent: vault
  name: 'setting-slack-previous-signing-secret'
  properties: {
    value: parts.?previousSigningSecret ?? ''
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

output settings object = union(
  {
    ONBEHALF_SLACK_TEAM: team
    ONBEHALF_SLACK_CLIENT_ID: parts.clientId
    ONBEHALF_SLACK_SIGNING_SECRET: '${prefix}signing-secret)'
    ONBEHALF_SLACK_BOT_TOKEN: '${prefix}bot-token)'
    ONBEHALF_SLACK_CLIENT_SECRET: '${prefix}client-secret)'
  },
  contains(parts, 'previousSigningSecret') ? { ONBEHALF_SLACK_PREVIOUS_SIGNING_SECRET: '${prefix}previous-signing-secret)' } : {}
)
