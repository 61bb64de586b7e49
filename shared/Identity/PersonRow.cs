using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Identity;

/// <summary>A person in table <c>people</c>.</summary>
internal static class PersonRow
{
    public const string Key = "person";

    public static TableEntity Of(Subject subject) => Into(new(subject.Id.Value, Key), subject);

    public static TableEntity Into(TableEntity row, Subject subject)
    {
        row["subject"] = subject.Id.Value;
        row["provider"] = subject.ProviderId;
        row["issuer"] = subject.Issuer;
        row["key"] = subject.Key;
        row["name"] = subject.Name;
        if (subject.Tenant is { } tenant)
            row["tenant"] = tenant;
        return row;
    }

    /// <summary>The person, or null when the row does not stand for the id it is kept under: an altered row is nobody.</summary>
    public static Subject? Read(TableEntity row)
    {
        if (!SubjectId.TryParse(row.GetString("subject"), out var id)
            || row.GetString("provider") is not { } provider
            || row.GetString("issuer") is not { Length: > 0 } issuer
            || row.GetString("key") is not { Length: > 0 } key)
            return null;
        var tenant = row.GetString("tenant");
        return SubjectId.Of(issuer, tenant, key) == id ? new(id, provider, issuer, tenant, key, row.GetString("name") ?? key) : null;
    }
}
