# SPDX-License-Identifier: GPL-3.0-or-later
"""SE Scope from Python: its profiles as arrays, and the program itself.

    import sescope
    sescope.run(['analyze', 'model.safetensors', 'images/', '-o', 'model.profile'])
    profile = sescope.read('model.profile')
    profile['SE_4_6'].mean          # [classes, channels]
    profile.to_pandas()             # a row for each site, class and channel
"""
from sescope.profile import Profile, ProfileError, Site, SiteGates, read
from sescope.programs import RunError, run

__all__ = ['Profile', 'ProfileError', 'RunError', 'Site', 'SiteGates', 'read', 'run']
