using System.Text.Json;
using Onbehalf.Demo.Company;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Demo;

/// <summary>The settings that connect the app to the sidecars. Settings of the user take precedence.</summary>
public static class DemoSettings
{
    public const string IssuerId = "local";
    public const string Source = "company";

    /// <summary>The name of the demo planner, which is used in place of a model.</summary>
    public const string Planner = "demo-planner";

    private static readonly string[] TaskReads = ["list_tasks"];

    public static string Issuers(Endpoints sidecars)
    {
        ArgumentNullException.ThrowIfNull(sidecars);
        return JsonSerializer.Serialize(new[]
        {
            new
            {
                id = IssuerId,
                name = "Demo company",
                issuer = sidecars.Issuer,
                audience = Endpoints.Audience,
                clientId = Endpoints.ClientId,
                clientSecret = sidecars.ClientSecret,
                scopes = "openid profile offline_access",
                directory = new { kind = "scim", url = sidecars.ScimUrl, token = sidecars.ScimToken },
            },
        });
    }

    public static string Connections(Endpoints sidecars)
    {
        ArgumentNullException.ThrowIfNull(sidecars);
        return JsonSerializer.Serialize(new[]
        {
            new
            {
                id = "tasks",
                name = "Tasks",
                kind = "mcp",
                issuer = sidecars.TasksIssuer,
                clientId = Endpoints.TasksClientId,
                clientSecret = sidecars.ClientSecret,
                scopes = "openid profile offline_access tasks:read tasks:write",
                url = sidecars.TasksUrl,
                reads = TaskReads,
                demo = true,
            },
        });
    }

    /// <summary>The settings for the provider's security events about its people, signed with the key of its tokens.</summary>
    public static string Signals(Endpoints sidecars)
    {
        ArgumentNullException.ThrowIfNull(sidecars);
        return JsonSerializer.Serialize(new[]
        {
            new { provider = IssuerId, kind = "ssf", issuer = sidecars.Issuer, audience = Endpoints.Audience, jwksUri = $"{sidecars.Issuer}/jwks" },
        });
    }

    /// <param name="database">The demo company's database, or a copy of it.</param>
    public static string Sources(Endpoints sidecars, string database = CompanySeed.Database)
    {
        ArgumentNullException.ThrowIfNull(sidecars);
        var files = DemoData.ExpensesFolder(sidecars);
        return JsonSerializer.Serialize(
            new object[]
            {
                new
                {
                    name = Source,
                    kind = "postgres",
                    host = "127.0.0.1",
                    port = sidecars.PostgresPort,
                    database,
                    credential = "vault",
                    demo = true,
                },
                new
                {
                    name = "expenses",
                    kind = "sqlite",
                    path = Path.Combine(files, ExpensesFile.FileName),
                    policy = Path.Combine(files, ExpensesFile.PolicyName),
                },
            });
    }

    /// <summary>Enables this process to get tokens for the vault. The Azure SDK's credential reads these two environment variables.</summary>
    public static void ProvideIdentity(Endpoints sidecars)
    {
        ArgumentNullException.ThrowIfNull(sidecars);
        Provide("IDENTITY_ENDPOINT", sidecars.IdentityEndpoint);
        Provide("IDENTITY_HEADER", sidecars.IdentityHeader);
    }

    internal static void Offer(LocalSettings settings, Endpoints sidecars)
    {
        settings.Offer("AzureWebJobsDisableHomepage", "true");
        settings.Offer("ONBEHALF_TASK_HUB", "onbehalf");
        settings.Offer("AzureWebJobsStorage", sidecars.StorageConnectionString);
        settings.Offer("ONBEHALF_TABLES", sidecars.StorageConnectionString);
        settings.Offer("ONBEHALF_FILES", sidecars.StorageConnectionString);
        settings.Offer("ONBEHALF_AUDIT_TABLES", settings["ONBEHALF_TABLES"]!);
        settings.Offer("ONBEHALF_AUDIT_ANCHORS", Directory.CreateDirectory(Path.Combine(sidecars.Home, "anchors")).FullName);
        settings.Offer("ONBEHALF_KEYVAULT_URI", sidecars.VaultUri);
        settings.Offer("ONBEHALF_KEYVAULT_CA", sidecars.VaultAuthorityFile);
        settings.Offer("ONBEHALF_ISSUERS", Issuers(sidecars));
        if (settings["ONBEHALF_ISSUERS"] == Issuers(sidecars))
            settings.Offer("ONBEHALF_IDENTITY_SIGNALS", Signals(sidecars));
        settings.Offer("ONBEHALF_SOURCES", Sources(sidecars));
        settings.Offer("ONBEHALF_CONNECTIONS", Connections(sidecars));
        ProvideIdentity(sidecars);
        if (settings["OPENAI_BASE_URL"] is null && settings["OPENAI_API_KEY"] is null && settings["AZURE_OPENAI_ENDPOINT"] is null)
        {
            settings.Offer("OPENAI_BASE_URL", $"{settings.Url}local/model/v1");
            settings.Offer("OPENAI_API_KEY", sidecars.ModelKey);
            settings.Offer("MODEL", Planner);
        }
    }

    private static void Provide(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null)
            Environment.SetEnvironmentVariable(name, value);
    }
}
