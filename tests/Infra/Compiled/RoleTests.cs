using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Onbehalf.Audit;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Infra.Compiled;

/// <summary>Every operation of the product at its stores is permitted by a role that the template gives to the app's identity.</summary>
[Collection(BicepCompiler.Collection)]
public sealed partial class RoleTests
{
    private const string Blobs = "Microsoft.Storage/storageAccounts/blobServices/containers";

    private const string Queues = "Microsoft.Storage/storageAccounts/queueServices/queues";

    private const string Tables = "Microsoft.Storage/storageAccounts/tableServices/tables";

    private const string Secrets = "Microsoft.KeyVault/vaults/secrets";

    private const string Chat = "Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action";

    /// <summary>
    /// The members of Azure's clients that the product calls, and the action that each needs: one of those between bars, and nothing for one that
    /// sends no request. From learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory for storage, and from
    /// learn.microsoft.com/azure/role-based-access-control/permissions for the others. A new member joins this list.
    /// </summary>
    private static readonly Dictionary<string, string[]> Operations = new()
    {
        ["TableServiceClient..ctor"] = [],
        ["TableServiceClient.GetTableClient"] = [],
        ["TableClient.CreateQueryFilter"] = [],
        ["TableClient.AddEntityAsync"] = [$"{Tables}/entities/add/action|{Tables}/entities/write"],
        ["TableClient.DeleteEntityAsync"] = [$"{Tables}/entities/delete"],
        ["TableClient.GetEntityAsync"] = [$"{Tables}/entities/read"],
        ["TableClient.GetEntityIfExistsAsync"] = [$"{Tables}/entities/read"],
        ["TableClient.QueryAsync"] = [$"{Tables}/entities/read"],
        // Each operation of a batch is authorized by itself.
        ["TableClient.SubmitTransactionAsync"] = [$"{Tables}/entities/add/action|{Tables}/entities/write", $"{Tables}/entities/update/action|{Tables}/entities/write", $"{Tables}/entities/delete"],
        ["TableClient.UpdateEntityAsync"] = [$"{Tables}/entities/update/action|{Tables}/entities/write"],
        ["TableClient.UpsertEntityAsync"] = [$"{Tables}/entities/write"],
        ["BlobContainerClient..ctor"] = [],
        ["BlobContainerClient.GetBlobClient"] = [],
        ["BlobClient.UploadAsync"] = [$"{Blobs}/blobs/write"],
        ["BlobBaseClient.DownloadContentAsync"] = [$"{Blobs}/blobs/read"],
        ["BlobBaseClient.DeleteIfExistsAsync"] = [$"{Blobs}/blobs/delete"],
        ["SecretClient..ctor"] = [],
        ["SecretClient.get_VaultUri"] = [],
        ["SecretClient.GetPropertiesOfSecretVersionsAsync"] = [$"{Secrets}/readMetadata/action"],
        ["SecretClient.GetSecretAsync"] = [$"{Secrets}/getSecret/action"],
        ["SecretClient.SetSecretAsync"] = [$"{Secrets}/setSecret/action"],
        ["SecretClient.StartDeleteSecretAsync"] = [$"{Secrets}/delete"],
        ["SecretClient.UpdateSecretPropertiesAsync"] = [$"{Secrets}/update/action"],
        ["AzureOpenAIClient..ctor"] = [],
        ["OpenAIClient.GetChatClient"] = [],
        ["ChatClient..ctor"] = [],
        ["ChatClient.CompleteChatAsync"] = [Chat],
    };

    /// <summary>
    /// What Durable Functions and the host do in the app's storage: containers, queues and tables of the task hub, leases, and the package. From
    /// learn.microsoft.com/azure/azure-functions/durable/durable-functions-storage-providers and …/functions-reference#connecting-to-host-storage-with-an-identity.
    /// </summary>
    private static readonly string[] OfTheHost =
    [
        $"{Blobs}/read", $"{Blobs}/write", $"{Blobs}/blobs/read", $"{Blobs}/blobs/write", $"{Blobs}/blobs/delete",
        $"{Queues}/read", $"{Queues}/write", $"{Queues}/messages/write", $"{Queues}/messages/read", $"{Queues}/messages/process/action", $"{Queues}/messages/delete",
        $"{Tables}/read", $"{Tables}/write", $"{Tables}/entities/read", $"{Tables}/entities/write", $"{Tables}/entities/delete",
    ];

    /// <summary>
    /// The operations of a scheduler that are public by name, those of its reader's role. What a worker does has no published name, so the app has
    /// the role whose one pattern covers the whole provider.
    /// </summary>
    private static readonly string[] OfAScheduler =
        ["Microsoft.DurableTask/schedulers/taskhubs/orchestrations/read", "Microsoft.DurableTask/schedulers/taskhubs/orchestrations/metadata/read"];

    [Fact]
    public void Every_operation_of_the_product_at_a_store_is_in_the_list() =>
        Assert.Equal(Operations.Keys.Order(StringComparer.Ordinal), Called().Order(StringComparer.Ordinal));

    [BicepCompilerFact]
    public async Task Every_operation_is_permitted_by_a_role_at_its_store()
    {
        var deployment = await Deployment.OfAsync("size = 'team'");
        var needed = Operations.Values.SelectMany(static actions => actions).Concat(OfTheHost).Append("Microsoft.Insights/Telemetry/Write").Distinct();

        Assert.All(needed, action => Assert.Contains(Granted(deployment, StoreOf(action, OwnStorage(deployment))), granted => action.Split('|').Any(one => Covers(granted, one))));
    }

    [BicepCompilerFact]
    public async Task Every_operation_at_a_scheduler_is_permitted_by_the_role_at_its_hub()
    {
        var deployment = await Deployment.OfAsync(DeploymentTests.EveryChoice);
        var hub = deployment.Of("Microsoft.DurableTask/schedulers/taskHubs").Single().GetProperty("name").GetString()!.Split('/');

        var granted = Granted(deployment, $"Microsoft.DurableTask/schedulers/{hub[0]}/taskHubs/{hub[1]}");

        Assert.All(OfAScheduler, action => Assert.Contains(granted, one => Covers(one, action)));
    }

    [BicepCompilerFact]
    public async Task Every_operation_at_the_audit_is_permitted_by_its_own_two_roles()
    {
        var deployment = await Deployment.OfAsync("size = 'team'");
        var audit = deployment.Of("Microsoft.Storage/storageAccounts").Select(static account => account.GetProperty("name").GetString()!).Single(IsAudit);
        var code = string.Concat(Directory.EnumerateFiles(Path.Combine(Clone.Root, "shared", "Audit"), "*.cs").Select(File.ReadAllText));
        var everywhere = new[] { "shared", "functions", "orchestrations" }.SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Clone.Root, folder), "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText);

        // Rows: added in batches, and read. Anchors: Put Blob of a new one, List Blobs and Get Blob, which BlobAnchors writes itself.
        Assert.Equal(["GetEntityIfExistsAsync", "QueryAsync", "SubmitTransactionAsync"], everywhere.SelectMany(static text => OfAudit().Matches(text)).Select(static call => call.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["Add"], Regex.Matches(code, @"TableTransactionActionType\.(\w+)").Select(static action => action.Groups[1].Value).Distinct());
        Assert.Equal(
            [$"{Blobs}/blobs/add/action", $"{Blobs}/blobs/read", $"{Tables}/entities/add/action", $"{Tables}/entities/read"],
            Granted(deployment, $"Microsoft.Storage/storageAccounts/{audit}").Order(StringComparer.Ordinal));
    }

    /// <summary>The actions that the roles at a resource and below it permit.</summary>
    private static string[] Granted(Deployment deployment, string store) =>
    [
        .. from assignment in deployment.Of("Microsoft.Authorization/roleAssignments")
           let scope = Regex.Match(assignment.GetProperty("id").GetString()!, "^\\[extensionResourceId\\('([^']+)'").Groups[1].Value
           where scope.Contains($"/providers/{store}", StringComparison.Ordinal)
           let role = assignment.GetProperty("properties").GetProperty("roleDefinitionId").GetString()!.Split('/')[^1].TrimEnd('\'', ')', ']')
           from action in ActionsOf(deployment, role)
           select action,
    ];

    private static IEnumerable<string> ActionsOf(Deployment deployment, string role) => BuiltInRole.All.FirstOrDefault(one => one.Id == role)?.Actions
        ?? deployment.Of("Microsoft.Authorization/roleDefinitions").Single(own => own.GetProperty("name").GetString() == role)
            .GetProperty("properties").GetProperty("permissions").EnumerateArray().SelectMany(static permission => permission.GetProperty("dataActions").EnumerateArray()).Select(static action => action.GetString()!);

    private static string StoreOf(string action, string storage) => action.Split('/') switch
    {
        ["Microsoft.Storage", ..] => $"Microsoft.Storage/storageAccounts/{storage}",
        ["Microsoft.Insights", ..] => "Microsoft.Insights/components/",
        [var provider, var type, ..] => $"{provider}/{type}/",
        _ => throw new ArgumentException(action),
    };

    /// <summary>The app's storage account, which is not the audit's.</summary>
    private static string OwnStorage(Deployment deployment) => deployment.Of("Microsoft.Storage/storageAccounts").Select(static account => account.GetProperty("name").GetString()!).Single(static name => !IsAudit(name));

    private static bool IsAudit(string account) => account.StartsWith("staud", StringComparison.Ordinal);

    private static bool Covers(string granted, string action) => Regex.IsMatch(action, $"^{Regex.Escape(granted).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase);

    /// <summary>The members of Azure's clients that the product's assemblies refer to.</summary>
    private static IEnumerable<string> Called() =>
        ((Assembly[])[typeof(AuditTrail).Assembly, Assembly.Load("Onbehalf.Orchestrations"), Assembly.Load("Onbehalf.Functions")]).SelectMany(CalledBy).Distinct();

    private static IEnumerable<string> CalledBy(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. from handle in metadata.MemberReferences
               let member = metadata.GetMemberReference(handle)
               where member.Parent.Kind == HandleKind.TypeReference
               let type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent)
               where metadata.GetString(type.Name).EndsWith("Client", StringComparison.Ordinal) && IsAzure(metadata.GetString(type.Namespace))
               select $"{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}",
        ];
    }

    private static bool IsAzure(string space) => space is "Azure.Data.Tables" or "Azure.AI.OpenAI" or "OpenAI" or "OpenAI.Chat" || space.StartsWith("Azure.Storage.", StringComparison.Ordinal) || space.StartsWith("Azure.Security.KeyVault.", StringComparison.Ordinal);

    [GeneratedRegex(@"\bAudit\.(\w+Async)\b")]
    private static partial Regex OfAudit();
}
