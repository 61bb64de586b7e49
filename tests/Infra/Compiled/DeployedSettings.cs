using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Onbehalf.Tests.Infra.Compiled;

/// <summary>
/// The app settings of a deployment, as Azure would hand them to the app: the compiler evaluates what it can, and the rest is evaluated here, with
/// Azure's answers and with the secrets of the vault.
/// </summary>
internal sealed partial class DeployedSettings
{
    public const string WebClient = "44444444-4444-4444-4444-444444444444";

    public const string Api = "55555555-5555-5555-5555-555555555555";

    private const string Identity = "66666666-6666-6666-6666-666666666666";

    /// <summary>A port that refuses: nothing of a test leaves the machine.</summary>
    private const string Insights = "InstrumentationKey=77777777-7777-7777-7777-777777777777;IngestionEndpoint=https://127.0.0.1:9/;LiveEndpoint=https://127.0.0.1:9/";

    /// <summary>The parameters of a module that have another name in main.bicep.</summary>
    private static readonly Dictionary<string, string> Renamed = new() { ["signals"] = "identitySignals", ["secrets"] = "slackSecrets", ["privateKey"] = "pushPrivateKey" };

    private readonly Deployment _deployment;
    private readonly JsonElement _template;
    private readonly Dictionary<string, string> _given;

    private DeployedSettings(Deployment deployment, JsonElement template, string[] parameters)
    {
        _deployment = deployment;
        _template = template;
        _given = parameters.Select(static line => line.Split(" = ", 2)).ToDictionary(static pair => pair[0], static pair => pair[1].Trim('\''));
    }

    /// <param name="parameters">As of <see cref="Deployment.OfAsync"/>.</param>
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(params string[] parameters)
    {
        using var template = JsonDocument.Parse(await BicepCompiler.TemplateAsync());
        var settings = new DeployedSettings(await Deployment.OfAsync(parameters), template.RootElement, parameters);
        return settings.Value(settings._deployment.Properties("Microsoft.Web/sites/config"))!.AsObject()
            .ToDictionary(static setting => setting.Key, setting => settings.Resolved(setting.Value!.GetValue<string>()));
    }

    /// <summary>A text of a .bicepparam file.</summary>
    public static string Quoted(string text) =>
        $"'{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal).Replace("${", @"\${", StringComparison.Ordinal)}'";

    /// <summary>The platform replaces a reference to the vault by the secret before the app starts.</summary>
    private string Resolved(string setting) => VaultReference().Match(setting) is { Success: true } secret
        ? Value(_deployment.Properties("Microsoft.KeyVault/vaults/secrets", $"{secret.Groups[1].Value}/{secret.Groups[2].Value}").GetProperty("value"))!.GetValue<string>()
        : setting;

    private JsonNode? Value(JsonElement of) => ArmExpression.Evaluate(of, (function, name) => function switch
    {
        "parameters" => Parameter(name),
        "variables" => Value(Templates().Select(template => template.TryGetProperty("variables", out var all) && all.TryGetProperty(name, out var value) ? value : default).First(static value => value.ValueKind != JsonValueKind.Undefined)),
        _ => Reference(name),
    });

    /// <summary>main.bicep and its modules.</summary>
    private IEnumerable<JsonElement> Templates() => Modules().Select(static module => module.GetProperty("properties").GetProperty("template")).Prepend(_template);

    private IEnumerable<JsonElement> Modules() =>
        _template.GetProperty("resources").EnumerateArray().Where(static resource => resource.GetProperty("type").GetString() == "Microsoft.Resources/deployments");

    /// <summary>The compiler leaves secrets, and what depends on them, as parameters.</summary>
    private string Parameter(string name)
    {
        var (ours, createsEntra) = (Renamed.GetValueOrDefault(name, name), _given.GetValueOrDefault("createEntraApp") != "false");
        return _given.GetValueOrDefault(ours) ?? ours switch
        {
            "environmentName" => "production",
            "vaultName" => _deployment.Of("Microsoft.KeyVault/vaults").Single().GetProperty("name").GetString()!,
            "entraClientId" => createsEntra ? WebClient : "",
            "entraApiClientId" => createsEntra ? Api : "",
            "connections" or "extraSettings" or "identitySignals" or "otherIssuers" or "pushPrivateKey" or "slackSecrets" => "",
            _ => throw new InvalidOperationException($"The parameter {ours} has no value."),
        };
    }

    private JsonObject Reference(string id)
    {
        var parts = id.Split('/');
        var name = parts[^1];
        return parts[^(parts.Length > 1 ? 2 : 1)] switch
        {
            "storageAccounts" => new() { ["primaryEndpoints"] = new JsonObject(((string[])["blob", "queue", "table"]).Select(kind => KeyValuePair.Create(kind, (JsonNode?)$"https://{name}.{kind}.core.windows.net/"))) },
            "vaults" => new() { ["vaultUri"] = $"https://{name}.vault.azure.net/" },
            "accounts" => new() { ["endpoint"] = $"https://{name}.openai.azure.com/" },
            "userAssignedIdentities" => new() { ["clientId"] = Identity },
            "components" => new() { ["ConnectionString"] = Insights },
            "webPrincipal" => new() { ["appId"] = WebClient },
            "apiPrincipal" => new() { ["appId"] = Api },
            "deployments" => new() { ["outputs"] = Value(Modules().Single(module => module.GetProperty("name").GetString() == name).GetProperty("properties").GetProperty("template").GetProperty("outputs")) },
            _ => throw new InvalidOperationException($"Azure's answer for {id} is not known here."),
        };
    }

    [GeneratedRegex(@"^@Microsoft\.KeyVault\(SecretUri=https://([\w-]+)\.vault\.azure\.net/secrets/([\w-]+)\)$")]
    private static partial Regex VaultReference();
}
