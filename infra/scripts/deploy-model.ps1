# Deploys the model by itself, after everything else: a missing quota or a retired model leaves an app without a model, and no half environment.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

function Value([string] $name) {
  $known = [Environment]::GetEnvironmentVariable($name)
  if ($null -ne $known) { return $known }
  # azd prints its error where the value would be.
  $known = azd env get-value $name 2>$null
  if ($LASTEXITCODE) { '' } else { $known }
}

if ((Value ONBEHALF_AI) -ne 'create') { exit 0 }
$model = Value CHAT_MODEL
az deployment group create --resource-group (Value AZURE_RESOURCE_GROUP) --name model --template-file (Join-Path $PSScriptRoot '../model.bicep') --output none `
  --parameters "accountName=$(Value CHAT_ACCOUNT)" "model=$model" "version=$(Value CHAT_MODEL_VERSION)" "capacity=$(Value CHAT_CAPACITY)"
$isDeployed = $LASTEXITCODE -eq 0
# next-steps.ps1 names this script again while the value is false.
azd env set CHAT_DEPLOYED $isDeployed.ToString().ToLowerInvariant()
if ($isDeployed) {
  Write-Output "The model $model is deployed."
}
else {
  Write-Output "`nThe model $model was not deployed; everything else is. Once there is quota, or AZURE_OPENAI_MODEL, AZURE_OPENAI_CAPACITY or"
  Write-Output 'AZURE_OPENAI_LOCATION is another: azd provision. To do without: azd env set AI none, or existing.'
}
exit 0
