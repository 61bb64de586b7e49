using System.Collections.Immutable;
using Azure.Data.Tables;

namespace Onbehalf.Threads;

/// <summary>The members of a thread, whether a message of it was ever changed, and whether another product manages its readers.</summary>
internal sealed record ThreadPresence(ImmutableArray<Member> Members, bool IsChanged, bool IsBehindDoor)
{
    /// <summary>Reads the rows between <see cref="ThreadKeys.Changed"/> and <see cref="ThreadKeys.AfterMembers"/>.</summary>
    public static ThreadPresence Of(IEnumerable<TableEntity> rows)
    {
        var members = ImmutableArray.CreateBuilder<Member>();
        var (isChanged, isBehindDoor) = (false, false);
        foreach (var row in rows)
        {
            if (row.RowKey == ThreadKeys.Changed)
            {
                isChanged = true;
                continue;
            }

            members.Add(MemberRows.Read(row));
            isBehindDoor |= MemberRows.IsBehindDoor(row);
        }

        return new(members.ToImmutable(), isChanged, isBehindDoor);
    }
}
