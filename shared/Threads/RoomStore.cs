using System.Collections.Immutable;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;

namespace Onbehalf.Threads;

/// <summary>The rooms: one row with the members, and one row per thread of the room.</summary>
public sealed class RoomStore(Tables tables, ThreadStore threads, EventLog events, Pulses pulses)
{
    private const int MaxTries = 40;

    private readonly Inbox _inbox = new(tables.Inbox, pulses);

    public async Task<Room> CreateAsync(Subject owner, string name, IReadOnlyCollection<Participant> members, CancellationToken cancellation)
    {
        var room = new Room(RoomId.New(), name, owner.Id, With(Participant.Of(owner), members));
        await tables.Threads.AddEntityAsync(Write(room), cancellation);
        await _inbox.AddAsync(room.Members, room.Id.Value, cancellation);
        return room;
    }

    /// <summary>Returns null if the room does not exist or the person is not a member.</summary>
    public async Task<Room?> FindForMemberAsync(SubjectId member, RoomId id, CancellationToken cancellation) =>
        await ReadAsync(id, cancellation) is { } found && found.Room.Has(member) ? found.Room : null;

    public async Task<InboxPage<Room>> ListForAsync(SubjectId person, string? from, int limit, CancellationToken cancellation)
    {
        var (keys, next) = await _inbox.ListAsync(person, from ?? InboxKeys.FirstRoom, InboxKeys.AfterRooms, limit, cancellation);
        var rooms = await Task.WhenAll(keys.Select(key => FindForMemberAsync(person, RoomId.Parse(key), cancellation)));
        return new([.. rooms.OfType<Room>().OrderBy(static r => r.Name, StringComparer.Ordinal)], next);
    }

    /// <summary>
    /// Sets the members to the owner and these people, in the room and in each of its threads. A repeated call completes an interrupted one.
    /// </summary>
    public async Task<RoomChange> SetMembersAsync(SubjectId caller, RoomId id, IReadOnlyCollection<Participant> members, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            if (await ReadAsync(id, cancellation) is not var (room, etag) || !room.Has(caller))
                return new RoomChange.NotFound();
            if (room.Owner != caller)
                return new RoomChange.NotOwner();
            var changed = room with { Members = With(room.Members.Single(m => m.Subject == room.Owner), members) };
            try
            {
                await tables.Threads.UpdateEntityAsync(Write(changed), etag, TableUpdateMode.Replace, cancellation);
            }
            catch (RequestFailedException stale) when (stale.Status == 412 && tries < MaxTries)
            {
                continue;
            }

            await _inbox.AddAsync(changed.Members, id.Value, cancellation);
            await AlignAllAsync(id, cancellation);
            await _inbox.RemoveAsync(room.Members.Select(static m => m.Subject).Where(m => !changed.Has(m)), id.Value, cancellation);
            return new RoomChange.Done(changed);
        }
    }

    /// <summary>Creates a thread in the room. Returns null if the room does not exist or the creator is not a member.</summary>
    public async Task<MemberThread?> OpenThreadAsync(Subject creator, RoomId id, string? title, CancellationToken cancellation)
    {
        if (await FindForMemberAsync(creator.Id, id, cancellation) is null)
            return null;

        // The thread is listed before the members are read. A concurrent change of members is therefore visible here, or it finds the thread.
        var thread = ThreadId.New();
        await tables.Threads.AddEntityAsync(new TableEntity(id.Value, ThreadKeys.Thread(thread)), cancellation);
        if (await FindForMemberAsync(creator.Id, id, cancellation) is not { } room)
            return null;
        var opened = await threads.CreateAsync(thread, id, creator, title, room.Members, cancellation);
        await AlignAsync(id, thread, cancellation);
        return opened;
    }

    private async Task AlignAllAsync(RoomId id, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {id.Value} and RowKey ge {ThreadKeys.FirstThread} and RowKey lt {ThreadKeys.AfterThreads}");
        await foreach (var row in tables.Threads.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation))
            await AlignAsync(id, ThreadKeys.RoomThread(row.RowKey), cancellation);
    }

    private async Task AlignAsync(RoomId id, ThreadId thread, CancellationToken cancellation)
    {
        if (await threads.AlignAsync(thread, async () => (await ReadAsync(id, cancellation))?.Room.Members ?? [], cancellation))
            await events.AppendAsync(thread, [ThreadEvent.Members()], cancellation);
    }

    private async Task<(Room Room, ETag ETag)?> ReadAsync(RoomId id, CancellationToken cancellation)
    {
        var found = await tables.Threads.GetEntityIfExistsAsync<TableEntity>(id.Value, ThreadKeys.Head, cancellationToken: cancellation);
        if (!found.HasValue)
            return null;
        var row = found.Value!;
        var members = JsonSerializer.Deserialize<StoredParticipant[]>(row.GetString("Members"), ThreadJson.Options) ?? [];
        return (
            new(
                id,
                row.GetString("Name"),
                SubjectId.Parse(row.GetString("Owner")),
                [.. members.Select(static m => new Participant(SubjectId.Parse(m.Subject), m.Name))]),
            row.ETag);
    }

    private static TableEntity Write(Room room) => new(room.Id.Value, ThreadKeys.Head)
    {
        ["Name"] = room.Name,
        ["Owner"] = room.Owner.Value,
        ["Members"] = JsonSerializer.Serialize(room.Members.Select(static m => new StoredParticipant(m.Subject.Value, m.Name)), ThreadJson.Options),
    };

    private static ImmutableArray<Participant> With(Participant owner, IReadOnlyCollection<Participant> others) =>
        [owner, .. others.Where(o => o.Subject != owner.Subject).DistinctBy(static o => o.Subject)];

    private sealed record StoredParticipant(string Subject, string Name);
}

/// <summary>The result of a change to a room's members.</summary>
public abstract record RoomChange
{
    private RoomChange()
    {
    }

    public sealed record Done(Room Room) : RoomChange;

    /// <summary>The caller is a member but not the owner: they can see the room but not change it.</summary>
    public sealed record NotOwner : RoomChange;

    /// <summary>The room does not exist, or the person is not a member.</summary>
    public sealed record NotFound : RoomChange;
}
