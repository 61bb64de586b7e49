# With DEMO, once the app is deployed: makes three groups and writes the demo's wiki for them. Run again, it changes nothing. A failure does not stop the deployment.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

function Value([string] $name) {
  $known = [Environment]::GetEnvironmentVariable($name)
  if ($null -ne $known) { return $known }
  # azd prints its error where the value would be.
  $known = azd env get-value $name 2>$null
  if ($LASTEXITCODE) { '' } else { $known }
}

# A pipeline has no person who could be in the groups.
if (-not (Value DEMO_SERVER) -or $env:CI) { exit 0 }

function Asked([string] $answer) { if ($LASTEXITCODE) { throw 'Entra refused; the reason is above.' } else { $answer } }
# Its name in the demo, its members.
function DemoGroup([string] $name, [string[]] $members) {
  $title = "Onbehalf demo $(Value AZURE_ENV_NAME) $name"
  $id = Asked (az ad group list --filter "displayName eq '$title'" --query '[0].id' --output tsv)
  if (-not $id) { $id = Asked (az ad group create --display-name $title --mail-nickname "onbehalf-demo-$name" --query id --output tsv) }
  foreach ($member in $members) {
    if ((az ad group member check --group $id --member-id $member --query value --output tsv) -ne 'true') {
      $null = Asked (az ad group member add --group $id --member-id $member)
    }
  }
  $id
}

Write-Output "Writing the demo's wiki…"
$filled = $false
try {
  $me = Asked (az ad signed-in-user show --query id --output tsv)
  $alice = Asked (az ad user show --id (Value DEMO_ALICE) --query id --output tsv)
  $bob = Asked (az ad user show --id (Value DEMO_BOB) --query id --output tsv)
  $employees = DemoGroup employees $me, $alice, $bob
  $hr = DemoGroup hr $me, $alice
  $sales = DemoGroup sales $me, $bob
  az account get-access-token --scope (Value ONBEHALF_API_SCOPE) --query accessToken --output tsv |
    dotnet run --project (Join-Path $PSScriptRoot '../../local/host') -- --fill-wiki (Value APP_URL) "employees=$employees" "hr=$hr" "sales=$sales"
  $filled = -not $LASTEXITCODE
}
catch { Write-Output "$_" }
# next-steps.ps1 names this script again while the value is false.
azd env set DEMO_WIKI $filled.ToString().ToLowerInvariant()
if ($filled) { Write-Output "The demo's wiki is there. Alice and Bob ask: what does our travel policy say about hotels?" }
else { Write-Output "The demo's wiki is not there yet; everything else is. Try again: ./infra/scripts/demo-wiki.ps1" }
exit 0
