# With DEMO: fills the demo's server with the demo company and lets two people in. Run again, it changes nothing. A failure does not stop the deployment.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

function Value([string] $name) {
  $known = [Environment]::GetEnvironmentVariable($name)
  if ($null -ne $known) { return $known }
  # azd prints its error where the value would be.
  $known = azd env get-value $name 2>$null
  if ($LASTEXITCODE) { '' } else { $known }
}

$server = Value DEMO_SERVER
if (-not $server) { exit 0 }
$group = Value AZURE_RESOURCE_GROUP
$alice = Value DEMO_ALICE
$bob = Value DEMO_BOB
$address = Value DEPLOYER_IP
# Without DEPLOYER_IP, from anywhere for these seconds: a sign-in is asked for all the same.
$from, $to = if ($address) { $address, $address } else { '0.0.0.0', '255.255.255.255' }

Write-Output "Filling the demo's server $server…"
$filled = $false
try {
  az deployment group create --resource-group $group --name demo-door --template-file (Join-Path $PSScriptRoot '../demo-door.bicep') --output none `
    --parameters "server=$server" "from=$from" "to=$to"
  if (-not $LASTEXITCODE) {
    $aliceId = az ad user show --id $alice --query id --output tsv
    $bobId = az ad user show --id $bob --query id --output tsv
    az account get-access-token --resource-type oss-rdbms --query accessToken --output tsv |
      dotnet run --project (Join-Path $PSScriptRoot '../../local/host') -- --fill-demo "$server.postgres.database.azure.com" (Value DEMO_ADMIN_NAME) "alice=$alice=$aliceId" "bob=$bob=$bobId"
    $filled = -not $LASTEXITCODE
  }
}
finally {
  az resource delete --resource-group $group --namespace Microsoft.DBforPostgreSQL --parent "flexibleServers/$server" --resource-type firewallRules --name seeding --output none 2>$null
}
# next-steps.ps1 names this script again while the value is false.
azd env set DEMO_FILLED $filled.ToString().ToLowerInvariant()
if ($filled) { Write-Output "The demo company is there: $alice is Alice, $bob is Bob. Both sign in at $(Value APP_URL) and ask: average salary by department" }
else { Write-Output 'The demo company is not there yet; everything else is. Try again: ./infra/scripts/demo.ps1' }
exit 0
