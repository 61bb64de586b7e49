using Azure.Core;

namespace Azure.Data.Tables;

public class TableClientOptions : ClientOptions
{
    internal const string Version = "2020-12-06";

    public TableClientOptions()
    {
        // What a trace may show of a request; keys and entities stay out of it.
        Diagnostics.LoggedHeaderNames.Add("DataServiceVersion");
        Diagnostics.LoggedQueryParameters.Add("$top");
    }
}
