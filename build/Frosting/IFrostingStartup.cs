using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>A class that holds a host's registrations.</summary>
public interface IFrostingStartup
{
    /// <summary>Adds the registrations.</summary>
    void Configure(IServiceCollection services);
}
