//! A section of a message that is taken whole, as it comes.

use super::error::{Error, Result};
use super::examined::Examined;
use super::session::COMMAND;
use super::uid::Uid;
use bytes::Bytes;
use tokio::sync::mpsc;
use tokio::time::timeout;

impl Examined<'_> {
    /// Passes a section of one message to `take`, piece by piece, until it says that it wants no more; the empty section is the
    /// whole source.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when it wants no more, [`Error::Timeout`] when the server stalls: the connection is then broken.
    pub async fn take_section(
        &mut self,
        uid: Uid,
        section: &str,
        mut take: impl FnMut(&[u8]) -> bool + Send,
    ) -> Result<()> {
        let pause = self.session.exchange.scaled(COMMAND);
        let (sink, mut pieces) = mpsc::channel::<Bytes>(1);
        let taking = async {
            loop {
                match timeout(pause, pieces.recv()).await.map_err(|_| Error::Timeout("UID FETCH"))? {
                    Some(piece) if take(&piece) => {}
                    Some(_) => return Err(Error::TooLarge("a part of a message")),
                    None => return Ok(()),
                }
            }
        };
        // Whichever fails first ends both, and a line that is left in the middle is broken.
        tokio::try_join!(self.stream(uid, section, sink), taking).map(|_| ())
    }
}
