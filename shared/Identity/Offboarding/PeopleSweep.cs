using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Onbehalf.Identity.Directories;
using Onbehalf.People;
using Onbehalf.Storage;

namespace Onbehalf.Identity.Offboarding;

/// <summary>
/// Finds ended accounts that no signal reported. Asks the directories about people who still have sessions, grants or automations, in batches by
/// id. Each sweep continues where the previous one stopped.
/// </summary>
public sealed partial class PeopleSweep
{
    /// <summary>The number of people per sweep.</summary>
    public const int Budget = 500;

    // More ended accounts in one sweep mean a directory at a wrong address: the sweep then ends nothing.
    private const int FewGone = 10;
    private const double LargestShareGone = 0.5;

    private const int Together = 8;
    private const string Partition = "sweep";
    private const string RowKey = "place";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly DirectoryCatalog _directories;
    private readonly Offboard _offboard;
    private readonly Tables _tables;
    private readonly OpenAccountBlocks _open;
    private readonly IEndsWithPerson[] _ends;
    private readonly ILogger<PeopleSweep> _log;

    internal PeopleSweep(DirectoryCatalog directories, Offboard offboard, Tables tables, IEnumerable<IEndsWithPerson> ends, ILogger<PeopleSweep> log)
    {
        _directories = directories;
        _offboard = offboard;
        _tables = tables;
        _open = new(tables);
        _ends = [.. ends];
        _log = log;
    }

    /// <summary>Requests an early sweep from the start, because a provider reported that it lost signals.</summary>
    public async Task SoonAsync(CancellationToken cancellation)
    {
        await RememberAsync("", cancellation);
        await _open.WantSweepAsync(cancellation);
    }

    public async Task<bool> IsWantedAsync(CancellationToken cancellation) =>
        await _open.WantedSweepAsync(cancellation) is not null;

    /// <returns>The number of people asked about, and the number of ended accounts among them.</returns>
    public async Task<(int Asked, int Gone)> RunAsync(int budget, CancellationToken cancellation)
    {
        var wanted = await _open.WantedSweepAsync(cancellation);
        var after = await PlaceAsync(cancellation);
        var (people, next) = await AliveAsync(after, budget, cancellation);
        var gone = new List<(Subject Person, string Reason)>();
        foreach (var batch in people.Chunk(Together))
        {
            var answers = await Task.WhenAll(batch.Select(person => AskAsync(person, cancellation)));
            gone.AddRange(batch.Zip(answers).Where(static pair => pair.Second is not null).Select(static pair => (pair.First, pair.Second!)));
        }

        if (next != after)
            await RememberAsync(next, cancellation);
        if (wanted is { } wish)
            await _open.SweptAsync(wish, cancellation);
        if (gone.Count >= FewGone && gone.Count > people.Count * LargestShareGone)
            Log.TooManyGone(_log, gone.Count, people.Count);
        else
            foreach (var (person, reason) in gone)
                await _offboard.GoneAsync(person, reason, cancellation);
        return (people.Count, gone.Count);
    }

    /// <summary>Returns the next batch of people in the order of ids, and where the next sweep continues. That is the start after the last batch.</summary>
    private async Task<(List<Subject> People, string Next)> AliveAsync(string after, int budget, CancellationToken cancellation)
    {
        var alive = new SortedDictionary<string, Subject>(StringComparer.Ordinal);
        foreach (var end in _ends)
            await foreach (var person in end.StillAliveAsync(cancellation))
                if (string.CompareOrdinal(person.Id.Value, after) > 0)
                    alive[person.Id.Value] = person;
        var people = alive.Values.Take(budget).ToList();
        return (people, people.Count < alive.Count ? people[^1].Id.Value : "");
    }

    /// <summary>Returns why the account has ended, or null: it is active, the directory did not answer, or its issuer is not configured.</summary>
    private async Task<string?> AskAsync(Subject person, CancellationToken cancellation)
    {
        if (_directories.For(person) is not { } directory)
            return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await directory.FindAsync(person, patience.Token) switch
            {
                DirectoryAnswer.Disabled => AccountCodes.Disabled,
                DirectoryAnswer.Unknown => AccountCodes.Unknown,
                _ => null,
            };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<string> PlaceAsync(CancellationToken cancellation)
    {
        var row = await _tables.Offboarding.GetEntityIfExistsAsync<TableEntity>(Partition, RowKey, null, cancellation);
        return row.HasValue ? row.Value!.GetString("after") ?? "" : "";
    }

    private Task<Response> RememberAsync(string after, CancellationToken cancellation) =>
        _tables.Offboarding.UpsertEntityAsync(new TableEntity(Partition, RowKey) { ["after"] = after }, TableUpdateMode.Replace, cancellation);

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Critical,
            "ALARM: the directories say that {Gone} of {Asked} people are gone. That is more likely a wrong address: nothing of theirs is ended.")]
        public static partial void TooManyGone(ILogger logger, int gone, int asked);
    }
}
