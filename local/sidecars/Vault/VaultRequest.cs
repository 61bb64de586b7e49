using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Sidecars.Vault;

/// <summary>A parsed call of the Key Vault REST API: <c>/secrets/{name}/{version or "versions"}</c> or <c>/deletedsecrets/{name}/recover</c>.</summary>
internal sealed partial record VaultRequest(string Method, string Collection, string Name, string Rest, string ApiVersion, int Skip, int? MaxResults)
{
    private const int LargestPage = 25;

    /// <summary>The operation name in the access log.</summary>
    public string Operation => $"{Method} {Collection}{(Name.Length > 0 ? "/{name}" : "")}{(Rest is "versions" or "recover" ? "/" + Rest : "")}";

    public static VaultRequest Of(HttpRequest request)
    {
        var parts = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return new(
            request.Method,
            parts.ElementAtOrDefault(0) ?? "",
            parts.ElementAtOrDefault(1) ?? "",
            parts.Length > 3 ? "?" : parts.ElementAtOrDefault(2) ?? "",
            request.Query["api-version"].ToString(),
            Number(request.Query["$skiptoken"].ToString()) ?? 0,
            Number(request.Query["maxresults"].ToString()));
    }

    /// <summary>Returns the error response of an invalid call, or null.</summary>
    public VaultReply? Refusal()
    {
        if (ApiVersion.Length == 0)
            return VaultReply.BadParameter("The request URI must contain a valid api-version query parameter.");
        if (!KnownVersion().IsMatch(ApiVersion))
            return VaultReply.BadParameter(
                $"The specified version ({ApiVersion}) is not recognized. Consider using the latest supported version (2025-07-01).");
        if (MaxResults is < 1 or > LargestPage)
            return VaultReply.BadParameter("Invalid maxresults value; it is 1 to 25.");
        return Name.Length == 0 || AllowedName().IsMatch(Name)
            ? null
            : VaultReply.BadParameter("The request URI contains an invalid name: 1 to 127 of 0-9, a-z, A-Z and -.");
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^(7\.[0-6]|202[5-9]-\d\d-\d\d)(-preview(\.\d)?)?$")]
    private static partial Regex KnownVersion();

    [GeneratedRegex("^[0-9a-zA-Z-]{1,127}$")]
    private static partial Regex AllowedName();
}
