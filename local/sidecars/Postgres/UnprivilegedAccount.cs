using System.Globalization;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Sidecars.Postgres;

/// <summary>The system's unprivileged account.</summary>
internal sealed record UnprivilegedAccount(string Name, uint User, uint Group)
{
    private const string Nobody = "nobody";

    public static UnprivilegedAccount Find()
    {
        var line = File.ReadLines("/etc/passwd").FirstOrDefault(static entry => entry.StartsWith(Nobody + ":", StringComparison.Ordinal))
            ?? throw new SidecarsUnavailableException(
                "PostgreSQL does not run as root, and there is no account 'nobody' to run it as. Start the app as another user.");
        var fields = line.Split(':');
        return new(Nobody, Id(fields[2]), Id(fields[3]));
    }

    // macOS writes -2.
    private static uint Id(string text) => unchecked((uint)long.Parse(text, CultureInfo.InvariantCulture));
}
