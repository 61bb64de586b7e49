// Deployed after main.bicep by scripts/deploy-model, and again whenever the model changes.
param accountName string
param model string
param version string
param capacity int

resource account 'Microsoft.CognitiveServices/accounts@2024-10-01' existing = {
  name: accountName
}

resource chat 'Microsoft.CognitiveServices/accounts/deployments@2024-10-01' = {
  parent: account
  name: 'chat'
  sku: { name: 'GlobalStandard', capacity: capacity }
  properties: {
    model: {
      format: 'OpenAI'
      name: model
      version: empty(version) ? null : version
    }
    versionUpgradeOption: 'OnceCurrentVersionExpired'
  }
}
