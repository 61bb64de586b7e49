namespace Onbehalf.Tests.Infra;

/// <summary>A role of Azure with its data actions, and those actions that a store answers to, as learn.microsoft.com/azure/role-based-access-control/built-in-roles/{Page} lists them.</summary>
internal sealed record BuiltInRole(string Id, string Name, string Page, params string[] Actions)
{
    private const string Storage = "Microsoft.Storage/storageAccounts";

    private const string OpenAi = "Microsoft.CognitiveServices/accounts/OpenAI";

    /// <summary>The roles that the templates assign. Another role joins this list with its actions.</summary>
    public static IReadOnlyList<BuiltInRole> All { get; } =
    [
        new("b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Storage Blob Data Owner", "storage", $"{Storage}/blobServices/containers/*", $"{Storage}/blobServices/containers/blobs/*"),
        new("974c5e8b-45b9-4653-ba55-5f855dd0fb88", "Storage Queue Data Contributor", "storage",
            $"{Storage}/queueServices/queues/delete", $"{Storage}/queueServices/queues/read", $"{Storage}/queueServices/queues/write",
            $"{Storage}/queueServices/queues/messages/delete", $"{Storage}/queueServices/queues/messages/read", $"{Storage}/queueServices/queues/messages/write", $"{Storage}/queueServices/queues/messages/process/action"),
        new("0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "Storage Table Data Contributor", "storage",
            $"{Storage}/tableServices/tables/read", $"{Storage}/tableServices/tables/write", $"{Storage}/tableServices/tables/delete",
            $"{Storage}/tableServices/tables/entities/read", $"{Storage}/tableServices/tables/entities/write", $"{Storage}/tableServices/tables/entities/delete",
            $"{Storage}/tableServices/tables/entities/add/action", $"{Storage}/tableServices/tables/entities/update/action"),
        new("b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "Key Vault Secrets Officer", "security", "Microsoft.KeyVault/vaults/secrets/*"),
        new("5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", "Cognitive Services OpenAI User", "ai-machine-learning",
            $"{OpenAi}/*/read", $"{OpenAi}/deployments/completions/action", $"{OpenAi}/deployments/chat/completions/action", $"{OpenAi}/deployments/embeddings/action"),
        new("3913510d-42f4-4e42-8a64-420c390055eb", "Monitoring Metrics Publisher", "monitor", "Microsoft.Insights/Metrics/Write", "Microsoft.Insights/Telemetry/Write"),
        new("0ad04412-c4d5-4796-b79c-f76d14c8d402", "Durable Task Data Contributor", "integration", "Microsoft.DurableTask/*"),
    ];
}
