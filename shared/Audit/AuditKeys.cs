using System.Globalization;
using Azure.Data.Tables;

namespace Onbehalf.Audit;

/// <summary>
/// Keys of the audit table; a partition is a chain. Sequence rows count down, so the newest is the first of its partition and one read finds
/// the head. Call rows prevent a second record of an act.
/// </summary>
internal static class AuditKeys
{
    public const int LongestCallId = 200;

    private const long Last = 9_999_999_999;

    // The upper bound of the prefix s-: the dot follows the hyphen in ASCII.
    private const string Records = "RowKey ge 's-' and RowKey lt 's.'";

    public static string Sequence(long seq) =>
        seq is >= 1 and < Last ? string.Create(CultureInfo.InvariantCulture, $"s-{Last - seq:D10}") : throw new ArgumentOutOfRangeException(nameof(seq));

    public static bool TryReadSequence(string rowKey, out long seq)
    {
        seq = 0;
        if (rowKey.Length != 12 || !rowKey.StartsWith("s-", StringComparison.Ordinal))
            return false;
        if (!long.TryParse(rowKey.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var down))
            return false;
        seq = Last - down;
        return seq >= 1;
    }

    public static string Call(string callId, AuditPhase phase) =>
        IsCallId(callId)
            ? $"c-{callId}-{phase.ToString().ToLowerInvariant()}"
            : throw new ArgumentException($"A call id is 1 to {LongestCallId} letters, digits and . _ : -", nameof(callId));

    public static string SealContext(AuditChain chain, string callId, AuditPhase phase) => $"audit|{chain.Key}|{Call(callId, phase)}";

    public static string RecordsOf(AuditChain chain) => RowsOf(chain.Key) + " and " + Records;

    public static string RecordsOf(AuditMonth month) => RowsOf(month) + " and " + Records;

    public static string RowsOf(string chain) => TableClient.CreateQueryFilter($"PartitionKey eq {chain}");

    public static string RowsOf(AuditMonth month) => TableClient.CreateQueryFilter($"PartitionKey ge {month + "-"} and PartitionKey lt {month + "."}");

    private static bool IsCallId(string text) =>
        text.Length is > 0 and <= LongestCallId && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-');
}

public enum AuditPhase
{
    /// <summary>Written before the act. Without an outcome, the result is unknown.</summary>
    Intent,

    /// <summary>Written after the act.</summary>
    Outcome,

    /// <summary>An act in one record: a sign-in, a confirmation, a refusal, a search of the audit.</summary>
    Whole,
}
