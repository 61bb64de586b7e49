using System.Text.Json.Serialization;

namespace Onbehalf.Audit;

/// <summary>At some moment the chain had a record of this number with this hash.</summary>
internal sealed record AnchoredHead(string Chain, long Seq, string Hash)
{
    /// <summary>The moment of its anchor.</summary>
    [JsonIgnore]
    public DateTimeOffset At { get; init; }
}

/// <summary>The heads that had moved since the anchor before.</summary>
internal sealed record Anchor(DateTimeOffset At, IReadOnlyList<AnchoredHead> Heads);
