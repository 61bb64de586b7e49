using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>
/// The rows of table <c>artifacts</c>. The partition of an artifact has its <c>head</c>, ops (<c>o-</c>), request ids (<c>k-</c>),
/// snapshots (<c>s-</c>), named versions (<c>n-</c>), proposals (<c>q-</c>) and consents (<c>y-</c>). The partitions <c>m-{subject}</c>,
/// <c>t-{thread}</c> and <c>r-{room}</c> contain pointers to the artifacts of a person or thread and to the pins of a room.
/// </summary>
internal static class ArtifactRows
{
    public const string HeadKey = "head";
    public const string FirstOp = "o-";
    public const string AfterOps = "o.";
    public const string FirstSnapshot = "s-";
    public const string FirstName = "n-";
    public const string AfterNames = "n.";
    public const string By = "By";
    public const string ByName = "ByName";
    public const string At = "At";
    public const string Seq = "Seq";
    public const string Hash = "Hash";
    public const string Delivery = "Delivery";

    public static string Op(long seq) => string.Create(CultureInfo.InvariantCulture, $"{FirstOp}{seq:D12}");

    public static string Name(long seq) => string.Create(CultureInfo.InvariantCulture, $"{FirstName}{seq:D12}");

    public static string Snapshot(long seq, int part) => string.Create(CultureInfo.InvariantCulture, $"{FirstSnapshot}{seq:D12}-{part:D3}");

    public static long SeqOf(string key) => long.Parse(key.AsSpan(2, 12), NumberStyles.None, CultureInfo.InvariantCulture);

    public static string Request(string opId) => $"k-{opId}";

    public static string Of(SubjectId person) => $"m-{person.Value}";

    public static string Of(ThreadId thread) => $"t-{thread.Value}";

    public static string Of(RoomId room) => $"r-{room.Value}";

    public static TableEntity Write(ArtifactHead head)
    {
        var row = new TableEntity(head.Id.Value, HeadKey)
        {
            ["Kind"] = head.Kind.ToString(),
            ["Title"] = head.Title,
            [By] = head.Maker.Subject.Value,
            [ByName] = head.Maker.Name,
            [At] = head.MadeAt,
            ["ChangedAt"] = head.ChangedAt,
            [Seq] = head.Seq,
            ["SnapshotSeq"] = head.SnapshotSeq,
            ["IsDeleted"] = head.IsDeleted,
        };
        if (head.Home is { } home)
            row["Home"] = home.Value;
        if (!head.Places.IsEmpty)
            row["Places"] = JsonSerializer.Serialize(
                head.Places.Select(static place => new StoredPlace(place.Message.Value, place.By.Subject, place.By.Name, place.At, place.Seq)),
                ArtifactJson.Options);
        return row;
    }

    public static ArtifactHead ReadHead(TableEntity row) =>
        new(
            ArtifactId.Parse(row.PartitionKey),
            Enum.Parse<ArtifactKind>(row.GetString("Kind")),
            row.GetString("Title"),
            Author(row),
            row.GetDateTimeOffset(At)!.Value,
            row.GetDateTimeOffset("ChangedAt")!.Value,
            row.GetInt64(Seq)!.Value)
        {
            SnapshotSeq = row.GetInt64("SnapshotSeq") ?? 0,
            IsDeleted = row.GetBoolean("IsDeleted") ?? false,
            Home = row.GetString("Home") is { } home ? ThreadId.Parse(home) : null,
            Places = row.GetString("Places") is { } places
                ?
                [
                    .. JsonSerializer
                        .Deserialize<ImmutableArray<StoredPlace>>(places, ArtifactJson.Options)
                        .Select(static place => new ArtifactPlace(MessageId.Parse(place.Message), new(place.By, place.Name), place.At, place.Seq)),
                ]
                : [],
        };

    public static TableEntity RequestRow(ArtifactId artifact, LoggedOps logged, Guid delivery) => new(artifact.Value, Request(logged.OpId))
    {
        [Delivery] = delivery,
        [By] = logged.Author.Subject.Value,
        [Seq] = logged.Seq,
        [Hash] = HashOf(logged),
    };

    /// <summary>
    /// Returns the digest of ops. Sealed ops have none, because guessed values could be compared with it. Their ids come from the server.
    /// </summary>
    public static string HashOf(LoggedOps logged) => logged.Evidence.IsEmpty ? Sha256.Hex(OpReader.Write(logged.Ops)) : "sealed";

    public static Participant Author(TableEntity row) => new(SubjectId.Parse(row.GetString(By)), row.GetString(ByName) ?? "");

    private sealed record StoredPlace(string Message, SubjectId By, string Name, DateTimeOffset At, long Seq);
}

/// <summary>The ops of one request in the log, with their author. <see cref="Evidence"/> is the evidence of the agent's words in them.</summary>
public sealed record LoggedOps(long Seq, Participant Author, DateTimeOffset At, string OpId, ImmutableArray<ArtifactOp> Ops)
{
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    public OpStamp Stamp => new(Author, At, Seq, !Evidence.IsEmpty);
}
