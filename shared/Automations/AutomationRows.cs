using System.Collections.Immutable;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Automations;

/// <summary>
/// Converts automations to rows and back. The content (title, prompt, SQL, consents) is encrypted with its author's key, also when a thread's members
/// may read it. Sharing makes no second copy: the app checks the right at every read. So withdrawal of the share, or deletion of the key, ends all
/// access. Only times, state and ids are in plain text.
/// </summary>
internal sealed class AutomationRows(PersonSeal seal)
{
    private const string Slack = "Slack";

    /// <summary>Marks rows whose content is stored with its evidence.</summary>
    private const string Evident = "Evident";

    /// <summary>Largest evidence in bytes. A row holds it twice, in the agreed content and in the draft.</summary>
    private const int MaxEvidence = 128 * 1024;

    /// <summary>An earlier version's tool created and agreed in one step. Agreement to a form was a second request.</summary>
    private static readonly TimeSpan OneStep = TimeSpan.FromSeconds(1);

    private static readonly ImmutableArray<EvidencePiece> Unknown = [new("", "", [Touched.Unknown("*")])];

    /// <summary>Whether a row has room for the content's evidence.</summary>
    public static bool Holds(AutomationContent content) => JsonSerializer.SerializeToUtf8Bytes(content.Evidence, ThreadJson.Options).Length <= MaxEvidence;

    public async Task<TableEntity> HeadAsync(Automation automation, CancellationToken cancellation)
    {
        var row = new TableEntity(AutomationKeys.Partition(automation.Id), AutomationKeys.Head)
        {
            ["Author"] = StoredSubject.Write(automation.Author),
            ["State"] = automation.State.ToString(),
            ["Home"] = automation.Home.Value,
            ["CreatedAt"] = automation.CreatedAt,
            [Evident] = true,
        };
        Put(row, "SharedWith", automation.SharedWith?.Value);
        Put(row, "AgreedAt", automation.AgreedAt);
        Put(row, "NextDue", automation.NextDue);
        Put(row, "Parked", automation.Parked);
        Put(row, "ParkedAt", automation.ParkedAt);
        Put(row, Slack, automation.DeliversToSlack ? true : null);
        if (automation.LastRun is { } last)
        {
            row["LastRun"] = last.Id.Value;
            row["LastStatus"] = last.Status;
            row["LastAt"] = last.At;
        }

        await SealAsync(row, automation, new Content(automation.Agreed, automation.Draft), cancellation);
        return row;
    }

    public async Task<Automation> ReadHeadAsync(TableEntity row, CancellationToken cancellation)
    {
        var id = AutomationId.Parse(row.PartitionKey);
        var author = StoredSubject.Read(row.GetString("Author"));
        var content = await OpenAsync<Content>(row, id, author.Id, cancellation);
        return new(
            id,
            author,
            Enum.Parse<AutomationState>(row.GetString("State")),
            Known(content?.Agreed, row),
            Known(content?.Draft, row),
            ThreadId.Parse(row.GetString("Home")),
            row.GetString("SharedWith") is { } thread ? ThreadId.Parse(thread) : null,
            row.GetDateTimeOffset("CreatedAt")!.Value,
            row.GetDateTimeOffset("AgreedAt"),
            row.GetDateTimeOffset("NextDue"),
            row.GetString("Parked"),
            row.ETag)
        {
            ParkedAt = row.GetDateTimeOffset("ParkedAt"),
            DeliversToSlack = row.GetBoolean(Slack) ?? false,
            LastRun = row.GetString("LastRun") is { } run ? new(RunId.Parse(run), row.GetString("LastStatus"), row.GetDateTimeOffset("LastAt")!.Value) : null,
        };
    }

    /// <summary>Encrypted with the key of the automation's author, who decides on the proposal.</summary>
    public async Task<TableEntity> ProposalAsync(Automation automation, Proposal proposal, CancellationToken cancellation)
    {
        var row = new TableEntity(AutomationKeys.Partition(automation.Id), AutomationKeys.Proposal(proposal.Id))
        {
            ["By"] = StoredSubject.Write(proposal.By),
            ["At"] = proposal.At,
        };
        await SealAsync(row, automation, proposal.Content, cancellation);
        return row;
    }

    /// <summary>A proposal repeats words of the content, so it has its evidence. Null when the author's key was deleted.</summary>
    public async Task<Proposal?> ReadProposalAsync(TableEntity row, Automation automation, CancellationToken cancellation) =>
        await OpenAsync<AutomationContent>(row, automation.Id, automation.Author.Id, cancellation) is { } content
            ? new(
                ProposalId.Parse(row.RowKey[AutomationKeys.FirstProposal.Length..]),
                StoredSubject.Read(row.GetString("By")),
                row.GetDateTimeOffset("At")!.Value,
                content.WithEvidence(automation.Evidence))
            : null;

    /// <summary>
    /// Content of an earlier version has no evidence. It counts as typed if its agreement was a step of its own; otherwise its evidence is unknown, and
    /// nobody sees it.
    /// </summary>
    private static AutomationContent? Known(AutomationContent? content, TableEntity row) =>
        content is null || row.GetBoolean(Evident) is true ? content
        : row.GetDateTimeOffset("AgreedAt") - row.GetDateTimeOffset("CreatedAt") < OneStep ? content with { Evidence = Unknown }
        : content;

    private static void Put(TableEntity row, string name, object? value)
    {
        if (value is not null)
            row[name] = value;
    }

    private async Task SealAsync<T>(TableEntity row, Automation automation, T content, CancellationToken cancellation) =>
        Chunks.Write(
            row,
            await seal.SealAsync(
                automation.Author.Id,
                AutomationKeys.SealContext(automation.Id, row.RowKey),
                JsonSerializer.SerializeToUtf8Bytes(content, ThreadJson.Options),
                cancellation));

    private async Task<T?> OpenAsync<T>(TableEntity row, AutomationId id, SubjectId author, CancellationToken cancellation)
        where T : class =>
        await seal.OpenAsync(author, AutomationKeys.SealContext(id, row.RowKey), Chunks.Read(row), cancellation) is { } plain
            ? JsonSerializer.Deserialize<T>(plain, ThreadJson.Options)
            : null;

    private sealed record Content(AutomationContent? Agreed, AutomationContent? Draft);
}
