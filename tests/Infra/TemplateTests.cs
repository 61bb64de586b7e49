using System.Text.RegularExpressions;

namespace Onbehalf.Tests.Infra;

public sealed partial class TemplateTests
{
    /// <summary>Microsoft Graph and its permissions, the Azure CLI, Azure's open-source databases and their delegated permission.</summary>
    private static readonly string[] OtherIds =
    [
        "00000003-0000-0000-c000-000000000000", "df021288-bdef-4463-88db-98f22de89214", "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
        "123cd850-d9df-40bd-94d5-c9f07b7fa203", "cef99a3a-4cd3-4408-8143-4375d1e38a17",
    ];

    // Called in brackets, the grammar takes a scope function for a name.
    private static readonly string[] ScopeFunctions = ["resourceGroup", "tenant", "subscription"];

    [Fact]
    public async Task Every_template_parses_and_names_only_what_it_declares()
    {
        foreach (var file in await Bicep.FilesAsync())
        {
            Assert.True(file.Errors.Count == 0, $"{file.File}: {string.Join("; ", file.Errors)}");
            Assert.True(!file.Unknown.Except(ScopeFunctions).Any(), $"{file.File} names {string.Join(", ", file.Unknown)}");
            Assert.True(file.Unused.Count == 0, $"{file.File} does not use {string.Join(", ", file.Unused)}");
        }
    }

    [Fact]
    public async Task A_module_gets_exactly_what_it_needs_and_is_asked_for_what_it_has()
    {
        var files = await Bicep.FilesAsync();
        var main = await Bicep.MainAsync();

        foreach (var module in main.Modules)
        {
            var file = files.Single(f => f.File == Path.GetFullPath(Path.Combine(Bicep.Folder, module.Path)));
            Assert.Empty(module.Parameters.Except(file.Parameters.Select(static p => p.Name)));
            Assert.Empty(file.Parameters.Where(static p => !p.HasDefault).Select(static p => p.Name).Except(module.Parameters));
            Assert.Empty(main.ModuleOutputs.Where(o => o.Module == module.Name).Select(static o => o.Output).Except(file.Outputs));
        }

        Assert.Empty(main.ModuleOutputs.Select(static o => o.Module).Except(main.Modules.Select(static m => m.Name)));
        // main.bicep, and model.bicep and demo-door.bicep, which scripts deploy.
        Assert.Equal(files.Count - 3, main.Modules.Count);
    }

    /// <summary>azd puts a variable between quotes as it is, so JSON in one breaks the parameters: a list travels as a list, and a secret, which may not, in base64.</summary>
    [Fact]
    public async Task A_secret_that_holds_JSON_travels_in_base64()
    {
        foreach (var file in (await Bicep.FilesAsync()).Where(static file => !file.File.EndsWith("main.bicep", StringComparison.Ordinal)))
            // The key of notifications is base64url, which has nothing to escape.
            foreach (var secret in file.Parameters.Where(static parameter => parameter.Secure && parameter.Name != "privateKey"))
                Assert.Contains($"base64ToString({secret.Name})", await File.ReadAllTextAsync(file.File), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_loaded_file_exists()
    {
        foreach (var file in await Bicep.FilesAsync())
            Assert.All(file.Loads, path => Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(file.File)!, path)), path));
    }

    [Fact]
    public async Task Every_resource_type_names_its_version()
    {
        foreach (var file in await Bicep.FilesAsync())
            Assert.All(file.Resources, static resource => Assert.Matches(@"^Microsoft\.\w+(/\w+)+@(v1\.0|\d{4}-\d\d-\d\d(-preview)?)$", resource.Type));
    }

    [Fact]
    public void Every_id_is_a_known_role_or_application()
    {
        foreach (var path in Directory.EnumerateFiles(Bicep.Folder, "*.bicep", SearchOption.AllDirectories))
            Assert.Empty(Id().Matches(File.ReadAllText(path)).Select(static id => id.Value).Except(BuiltInRole.All.Select(static role => role.Id)).Except(OtherIds));
    }

    [Fact]
    public void A_role_is_named_after_what_it_is()
    {
        var rbac = File.ReadAllText(Path.Combine(Bicep.Folder, "app", "rbac.bicep"));

        foreach (Match role in RoleLine().Matches(rbac))
            Assert.Equal(BuiltInRole.All.Single(known => known.Id == role.Groups[2].Value).Name.Replace(" ", "", StringComparison.Ordinal), role.Groups[1].Value, ignoreCase: true);
    }

    [Fact]
    public void Every_table_is_created_in_the_account_it_belongs_to()
    {
        var storage = File.ReadAllText(Path.Combine(Bicep.Folder, "app", "storage.bicep"));
        var list = Regex.Match(storage, @"var tables = \[([^\]]*)\]").Groups[1].Value;
        var created = Regex.Matches(list, "'([a-z]+)'").Select(static name => name.Groups[1].Value);
        var audit = File.ReadAllText(Path.Combine(Bicep.Folder, "app", "audit.bicep"));

        Assert.Equal(Onbehalf.Storage.Tables.Names.Where(static name => name != "audit").Order(), created.Order());
        Assert.Contains("name: 'audit'\n", audit, StringComparison.Ordinal);
    }

    [Fact]
    public void The_app_can_add_to_the_audit_and_change_nothing_there()
    {
        var audit = File.ReadAllText(Path.Combine(Bicep.Folder, "app", "audit.bicep"));
        var allowed = Regex.Matches(audit, "'Microsoft\\.Storage/storageAccounts/(?:table|blob)Services/[a-z]+/[a-zA-Z/]+'").Select(static action => action.Value)
            .Where(static action => !action.Contains("immutabilityPolicies", StringComparison.Ordinal));

        Assert.All(allowed, static action => Assert.True(action.EndsWith("/read'", StringComparison.Ordinal) || action.EndsWith("/add/action'", StringComparison.Ordinal), action));
        Assert.Equal(4, allowed.Count());
        Assert.Contains("allowProtectedAppendWrites: false", audit, StringComparison.Ordinal);
        Assert.DoesNotContain("audit", File.ReadAllText(Path.Combine(Bicep.Folder, "app", "rbac.bicep")).Split('\n').Skip(1).Aggregate("", string.Concat), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void No_store_can_be_opened_with_a_key()
    {
        string Text(string name) => File.ReadAllText(Path.Combine(Bicep.Folder, "app", name));

        Assert.Contains("allowSharedKeyAccess: false", Text("storage.bicep"), StringComparison.Ordinal);
        Assert.Contains("allowSharedKeyAccess: false", Text("audit.bicep"), StringComparison.Ordinal);
        Assert.Contains("disableLocalAuth: true", Text("openai.bicep"), StringComparison.Ordinal);
        Assert.Contains("DisableLocalAuth: true", Text("monitoring.bicep"), StringComparison.Ordinal);
        Assert.Contains("enableRbacAuthorization: true", Text("keyvault.bicep"), StringComparison.Ordinal);
        Assert.DoesNotContain("listKeys(", string.Concat(Directory.EnumerateFiles(Path.Combine(Bicep.Folder, "app")).Select(File.ReadAllText)), StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex("^  (\\w+): '([0-9a-f-]{36})'$", RegexOptions.Multiline)]
    private static partial Regex RoleLine();
}
