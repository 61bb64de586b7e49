using System.Data.Common;
using System.Diagnostics;
using System.Text;
using Azure;

namespace Onbehalf.Orchestrations;

/// <summary>
/// The part of an exception that logs and traces may contain: its types, its codes and its stack frames. Messages are omitted, since they can
/// quote a person's text or a row of data.
/// </summary>
internal static class FailureText
{
    private const int MostCauses = 8;

    public static string Of(Exception failure)
    {
        var text = new StringBuilder();
        var cause = failure;
        for (var depth = 0; cause is not null && depth < MostCauses; depth++, cause = cause.InnerException)
        {
            if (depth > 0)
                text.AppendLine().Append("caused by ");
            text.Append(cause.GetType().FullName);
            if (Code(cause) is { Length: > 0 } code)
                text.Append(" (").Append(code).Append(')');
            foreach (var frame in new StackTrace(cause, fNeedFileInfo: false).GetFrames())
            {
                if (frame.GetMethod() is { DeclaringType: { } type } method)
                    text.AppendLine().Append("   at ").Append(type.FullName).Append('.').Append(method.Name);
            }
        }

        return text.ToString();
    }

    private static string? Code(Exception failure) => failure switch
    {
        RequestFailedException storage => $"{storage.Status} {storage.ErrorCode}".TrimEnd(),
        DbException database => database.SqlState,
        HttpRequestException { StatusCode: { } status } => ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture),
        HttpRequestException unreachable => unreachable.HttpRequestError.ToString(),
        _ => null,
    };
}
