using System.Runtime.CompilerServices;
using System.Text;

namespace Onbehalf.Turns.Chat;

/// <summary>Reads text line by line, each line once it is complete. A line ends with CR, LF, CR LF, or the end of the stream.</summary>
internal static class BoundedLines
{
    private const int Buffer = 16 * 1024;

    /// <param name="most">The maximum number of characters per line.</param>
    /// <exception cref="InvalidDataException">A line exceeds the limit.</exception>
    public static async IAsyncEnumerable<string> ReadAsync(StreamReader reader, int most, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var line = new StringBuilder();
        var buffer = new char[Buffer];
        var isAfterReturn = false;
        while (await reader.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            for (var at = 0; at < read;)
            {
                if (isAfterReturn && buffer[at] == '\n')
                    at++;
                isAfterReturn = false;
                var length = buffer.AsSpan(at, read - at).IndexOfAny('\r', '\n');
                line.Append(buffer, at, length < 0 ? read - at : length);
                if (line.Length > most)
                    throw new InvalidDataException("A line is too long.");
                if (length < 0)
                    break;
                isAfterReturn = buffer[at + length] == '\r';
                at += length + 1;
                yield return line.ToString();
                line.Clear();
            }
        }

        if (line.Length > 0)
            yield return line.ToString();
    }
}
