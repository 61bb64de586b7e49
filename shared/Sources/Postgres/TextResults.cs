using System.Runtime.CompilerServices;
using Npgsql;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Requests the text form of every result of a batch: the form that psql shows, for any value and also for types unknown to the driver. The
/// driver supports this for single commands (<see cref="NpgsqlCommand.AllResultTypesAreUnknown"/>). For batches the same property is internal.
/// Without it, every query would need a second round trip. A driver release without the property breaks every query and the tests.
/// </summary>
internal static class TextResults
{
    public static void Ask(NpgsqlBatch batch) => Set(batch, true);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_AllResultTypesAreUnknown")]
    private static extern void Set(NpgsqlBatch batch, bool value);
}
