# Asks the deployed app a question as the person signed in to the Azure CLI, and tries the doors that must be shut.
# With a CI identity in place of a person: $env:SMOKE_ANONYMOUS = 1, which leaves the signed-in part out.
$ErrorActionPreference = 'Stop'

$PSNativeCommandUseErrorActionPreference = $false

# azd prints its error where the value would be.
function Value([string] $name) { $known = azd env get-value $name 2>$null; if ($LASTEXITCODE) { '' } else { "$known" } }

if (-not $env:SERVICE_API_URI) {
  $env:SERVICE_API_URI = Value APP_URL
  $env:ONBEHALF_API_SCOPE = Value ONBEHALF_API_SCOPE
  $env:SERVICE_API_HOST = Value FRONT_DOOR_BYPASS
}
if (-not $env:SERVICE_API_URI) { throw 'The address of the app is not known here: run azd provision, or set SERVICE_API_URI.' }
$app = $env:SERVICE_API_URI.TrimEnd('/')
$script:failures = 0

function Ask([string] $path, [string] $token, $body, [string] $method = 'Get') {
  $with = @{ Method = $method; Uri = "$app$path"; SkipHttpErrorCheck = $true; MaximumRedirection = 0; TimeoutSec = 90; ErrorAction = 'SilentlyContinue' }
  # Only an app on this machine is without TLS, and has a token of its own provider.
  $with.AllowUnencryptedAuthentication = ([Uri] $app).IsLoopback
  if ($token) { $with.Authentication = 'Bearer'; $with.Token = ConvertTo-SecureString $token -AsPlainText -Force }
  if ($body) { $with.Method = 'Post'; $with.ContentType = 'application/json'; $with.Body = ConvertTo-Json $body -Compress }
  try { Invoke-WebRequest @with } catch { [pscustomobject]@{ StatusCode = 0; Content = "$_" } }
}

function Check([string] $name, [int[]] $right, $answer) {
  if ($right -contains [int] $answer.StatusCode) { Write-Output "ok    $name" }
  else { Write-Output "FAIL  ${name}: expected $right, got $($answer.StatusCode)"; $script:failures++ }
}

# The first request may meet a cold start or a role that has not arrived.
$attempts = if ($env:SMOKE_ATTEMPTS) { [int] $env:SMOKE_ATTEMPTS } else { 6 }
foreach ($attempt in 1..$attempts) {
  $health = Ask '/api/health'
  if ($health.StatusCode -eq 200 -or $attempt -eq $attempts) { break }
  Write-Output "waiting for the app ($attempt)"
  Start-Sleep -Seconds 20
}
Check 'health answers' 200 $health
if ($health.StatusCode -ne 200) { exit 1 }
if ("$($health.Content)" -notmatch '^\{"status":"ok","version"') { Write-Output "FAIL  health is not ok: $($health.Content)"; $script:failures++ }

Check 'the page is served' 200 (Ask '/')
Check 'the contract is served' 200 (Ask '/api/openapi.json')
Check 'who is not known is refused' 401 (Ask '/api/me')
Check 'a made-up token is refused' 401 (Ask '/api/me' 'eyJhbGciOiJub25lIn0.e30.')
Check 'sign-in leads to the identity provider' 200, 302 (Ask '/auth/sign-in')
# The doors of the host: without a key, with a wrong one, and every way of changing a turn from outside.
$hub = '/runtime/webhooks/durabletask'
Check 'the task hub is shut' 401, 403, 404 (Ask "$hub/instances")
Check 'the task hub is shut to a made-up key' 401, 403, 404 (Ask "$hub/instances?code=made-up")
Check 'nobody starts a turn from outside' 401, 403, 404 (Ask "$hub/orchestrators/RunTurn" -method Post)
Check 'nobody raises an event from outside' 401, 403, 404 (Ask "$hub/instances/none/raiseEvent/stop" -method Post)
Check 'nobody ends a turn from outside' 401, 403, 404 (Ask "$hub/instances/none/terminate?reason=smoke" -method Post)
Check 'nobody purges turns from outside' 401, 403, 404 (Ask "$hub/instances/none" -method Delete)
Check "the host's administration is shut" 401, 403, 404 (Ask '/admin/host/status')
Check "the host's keys are shut" 401, 403, 404 (Ask '/admin/host/systemkeys')
if ($env:SERVICE_API_HOST) {
  $app = "https://$env:SERVICE_API_HOST"
  Check 'there is no way round the Front Door' 403 (Ask '/api/health')
  $app = $env:SERVICE_API_URI.TrimEnd('/')
}

if (-not $env:SMOKE_ANONYMOUS) {
  if (-not $env:ONBEHALF_API_SCOPE) { throw "ONBEHALF_API_SCOPE is not known: set it to the API's scope, or SMOKE_ANONYMOUS=1" }
  $token = az account get-access-token --scope $env:ONBEHALF_API_SCOPE --query accessToken --output tsv
  Check 'I am known' 200 (Ask '/api/me' $token)
  Check 'I see my own access' 200 (Ask '/api/me/access' $token)
  $opened = Ask '/api/threads' $token @{ title = 'Smoke test' }
  Check 'a thread is opened' 200, 201 $opened
  $thread = ($opened.Content | ConvertFrom-Json).id
  $said = Ask "/api/threads/$thread/messages" $token @{ text = 'Which data can I see?' }
  Check 'a question is taken' 200, 201, 202 $said
  $turn = ($said.Content | ConvertFrom-Json).turnId
  foreach ($attempt in 1..30) {
    $status = ((Ask "/api/turns/$turn" $token).Content | ConvertFrom-Json).status
    if ($status -in 'completed', 'refused', 'failed', 'stopped') { break }
    Start-Sleep -Seconds 2
  }
  if ($status -eq 'completed') { Write-Output 'ok    the turn ends' } else { Write-Output "FAIL  the turn is $status"; $script:failures++ }
  Check 'the audit names me' 200 (Ask '/api/audit?limit=5' $token)
  $verdict = Ask '/api/audit/verify' $token
  Check 'my chains are intact' 200 $verdict
  if (-not ($verdict.Content | ConvertFrom-Json).intact) { Write-Output 'FAIL  the audit is not intact'; $script:failures++ }
}

if ($script:failures) { Write-Output "$script:failures failed"; exit 1 }
Write-Output 'all well'
