using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Threads.Files;

/// <summary>The storage limit of one person, unsent files included. docs/reference.md lists the setting.</summary>
public sealed record FileLimits(long BytesOfPerson)
{
    /// <summary>Limits the number of requests that add up the sizes.</summary>
    public const int FilesOfPerson = 5_000;

    private const string Setting = "ONBEHALF_FILES_MB_PER_PERSON";
    private const long Megabyte = 1024 * 1024;

    public long MegabytesOfPerson => BytesOfPerson / Megabyte;

    public static FileLimits From(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" => new(1_000 * Megabyte),
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => new(number * Megabyte),
        var text => throw new InvalidOperationException($"{Setting} must be a whole number above 0, not '{text}'."),
    };
}
