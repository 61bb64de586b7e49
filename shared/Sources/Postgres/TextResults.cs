using System.Runtime.CompilerServices;
using Npgsql;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Asks the server for the text form of every result of a batch: what psql shows, of any value and of types that the driver does not know.
/// The driver offers this for single commands (<see cref="NpgsqlCommand.AllResultTypesAreUnknown"/>). For batches the same property is internal; without it
/// every query would take a second round trip. A release of the driver without it fails every query, and the tests.
/// </summary>
internal static class TextResults
{
    public static void Ask(NpgsqlBatch batch) => Set(batch, true);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_AllResultTypesAreUnknown")]
    private static extern void Set(NpgsqlBatch batch, bool value);
}
