#nullable enable
using System.Globalization;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>Takes the <c>multipart/mixed</c> answer apart: one part per action, or the one part that failed.</summary>
internal static class TransactionAnswer
{
    public static IReadOnlyList<Response> Read(Response answer)
    {
        var parts = Parts(answer.Content.ToString());
        if (parts.FirstOrDefault(static part => part.IsError) is not { } failed)
            return parts;
        var failure = TableFailure.Of(failed);
        throw new TableTransactionFailedException(failure, FailedIndex(failed, parts.Count));
    }

    private static List<PartResponse> Parts(string body)
    {
        var parts = new List<PartResponse>();
        using var lines = new StringReader(body);
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
                parts.Add(Part(line, lines));
        }

        return parts;
    }

    private static PartResponse Part(string statusLine, StringReader lines)
    {
        var status = statusLine.Split(' ', 3);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (lines.ReadLine() is { Length: > 0 } header)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                headers[header[..colon]] = header[(colon + 1)..].Trim();
        }

        var content = new StringBuilder();
        while (lines.Peek() is not (-1 or '-') && lines.ReadLine() is { } text)
            content.Append(text);
        return new(int.Parse(status[1], CultureInfo.InvariantCulture), status.ElementAtOrDefault(2) ?? "", headers, Encoding.UTF8.GetBytes(content.ToString()));
    }

    /// <summary>The service starts its message with the action's index: <c>1:The specified entity already exists.</c></summary>
    private static int? FailedIndex(PartResponse failed, int parts)
    {
        if (!TableFailure.Parser.TryParse(failed, out var error, out _) || error?.Message is not { } message)
            return null;
        var colon = message.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return index;
        return parts > 1 ? parts - 1 : null;
    }
}
