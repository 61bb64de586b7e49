using System.Globalization;

namespace Microsoft.DurableTask.Local.Storage;

/// <summary>The rows of one instance's partition: itself, its history by generation (ContinueAsNew and reuse of the id begin a new one), payloads.</summary>
internal static class RowKeys
{
    public const string Instance = "instance";

    public static string History(int generation, int commit) =>
        string.Create(CultureInfo.InvariantCulture, $"h-{generation:D6}-{commit:D6}");

    public static string Payload(string reference, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"p-{reference}-{part:D4}");

    public static string NewPayload(int generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{generation:D6}-{Guid.NewGuid():N}");

    public static bool IsHistory(string rowKey) => rowKey.StartsWith("h-", StringComparison.Ordinal);

    /// <summary>The generation a history or payload row belongs to; null for the instance itself.</summary>
    public static int? Generation(string rowKey) =>
        rowKey == Instance ? null : int.Parse(rowKey.AsSpan(2, 6), NumberStyles.None, CultureInfo.InvariantCulture);
}
