using System.Text.Json.Serialization;

namespace Onbehalf.Audit;

/// <summary>Evidence that a chain had a record with this number and hash at a known time.</summary>
internal sealed record AnchoredHead(string Chain, long Seq, string Hash)
{
    /// <summary>The time of the anchor.</summary>
    [JsonIgnore]
    public DateTimeOffset At { get; init; }
}

/// <summary>The heads that changed after the previous anchor.</summary>
internal sealed record Anchor(DateTimeOffset At, IReadOnlyList<AnchoredHead> Heads);
