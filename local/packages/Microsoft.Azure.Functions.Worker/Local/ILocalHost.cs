using Microsoft.AspNetCore.Routing;

namespace Microsoft.Azure.Functions.Worker.Local;

public interface ILocalHost
{
    /// <summary>Runs before configuration is read; blocks until everything the app needs is up, and sets the environment variables that lead there.</summary>
    void Start();

    /// <summary>Adds endpoints that exist on this machine only, beside those of the functions.</summary>
    void Map(IEndpointRouteBuilder endpoints);

    /// <summary>The app is about to stop.</summary>
    void Stopping();
}
